"""The languages of the portal: the one place to add one.

Adding a language is one line here, its message catalogue in ``portal/locale`` and
``manage.py add_language CODE``; see CONTRIBUTING.md.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """A language of the interface and of the content.

    Arguments:
        code: ISO 639-1 code, as in the URL.
        name: the language's own name.
        analyzer: name of Elasticsearch's built-in analyser, or None where there is none: such a
            language is searched by folded words only.
        tailoring: letters that this language sorts as letters of their own, each directly after
            its base letter ("ñ" after "n"). Everything else follows the default Unicode
            collation (Unicode Technical Standard 10); the letters are those of the
            language's CLDR collation.
        cldr: the locale of the Unicode CLDR with its words for countries, languages and months, where that
            is not the one of the code: "pt" is Brazil's.
        country: ISO 3166-1 code of the country whose way of writing it is, where that is not the language's
            code in capitals: networks on which a page is shared want both.
    """

    code: str
    name: str
    analyzer: str | None
    tailoring: str = ""
    cldr: str = ""
    country: str = ""


PORTAL_LANGUAGES = (
    Language("en", "English", "english", country="GB"),
    Language("de", "Deutsch", "german"),
    Language("fr", "Français", "french"),
    Language("pt", "Português", "portuguese", cldr="pt-PT"),
    Language("es", "Español", "spanish", tailoring="ñ"),
    Language("it", "Italiano", "italian"),
)
