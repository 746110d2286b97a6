"""Reads pages as a browser does that only looks at languages: which text stands in which ``lang``."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import polib
from django.conf import settings
from django.utils import translation
from django.utils.dates import WEEKDAYS_ABBR
from wagtail.models import Page
from wagtail_localize.models import String, StringTranslation

from clusters.models import ClusterContact, ClusterPage
from news.models import NewsPage
from vocabularies.models import VocabularyName
from vocabularies.registry import get_vocabulary

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
LEADING = ("a", "area", "form", "iframe", "image", "img", "link", "script", "source", "use")
SPOKEN = ("alt", "aria-label", "placeholder", "title")
SILENT = ("script", "style")
# A sentence goes on through these: what stands between two of them is no text of its own.
WITHIN_SENTENCES = {"b", "em", "i", "mark", "strong"}
# Two words, the second of which is no name.
PHRASE = re.compile(r"[^\W\d_]{3,} [^\W\d_A-Z]{3,}")
WEB_ADDRESS = re.compile(r"[\w-]+(\.[\w-]+)+")


@dataclass
class Document:
    """A page as it was sent.

    Arguments:
        language: of the ``html`` element.
        texts: (text, language it is marked with), attributes that are read out included.
        links: (tag, attributes) of every element that leads to something or asks for it.
        notice: whether it says that it is not translated.
    """

    language: str = ""
    texts: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    notice: bool = False

    def alternates(self) -> dict[str, str]:
        """Address by hreflang, as search engines are told."""
        return {
            each["hreflang"]: each["href"]
            for tag, each in self.links
            if tag == "link" and each.get("rel") == "alternate" and "hreflang" in each
        }

    def canonical(self) -> str:
        """The address that stands for the page."""
        return next((each["href"] for tag, each in self.links if each.get("rel") == "canonical"), "")

    def addresses(self) -> Iterator[str]:
        """Where its links and forms lead, and what it is shown with."""
        for tag, each in self.links:
            if tag == "form":
                if each.get("method", "get").lower() == "get" and each.get("action"):
                    yield each["action"]
                continue
            yield from (each[name] for name in ("href", "src") if each.get(name))
            # Candidates are parted by commas, an address from its width by a blank.
            yield from (part.split()[0] for part in each.get("srcset", "").split(",") if part.strip())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.document = Document()
        self.open: list[tuple[str, str]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag not in WITHIN_SENTENCES or "lang" in attributes:
            self.end_text()
        language = attributes.get("lang") or (self.open[-1][1] if self.open else "")
        if tag == "html":
            self.document.language = language
        if tag in LEADING:
            self.document.links.append((tag, attributes))
        if attributes.get("data-notice") == "untranslated":
            self.document.notice = True
        self.document.texts += [(attributes[name], language) for name in SPOKEN if attributes.get(name)]
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        opened = next((language for name, language in reversed(self.open) if name == tag), "")
        around = self.open[-2][1] if len(self.open) > 1 else ""
        if tag not in WITHIN_SENTENCES or opened != around:
            self.end_text()
        while self.open and any(name == tag for name, _language in self.open):
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] not in SILENT:
            self.text += data

    def end_text(self) -> None:
        """Keep the text that ends here."""
        if self.text.strip() and self.open:
            self.document.texts.append((self.text, self.open[-1][1]))
        self.text = ""


def read(html: str) -> Document:
    """What a page says about languages."""
    reader = _Reader()
    reader.feed(html)
    return reader.document


def untranslated(documents: Iterable[Document]) -> set[str]:
    """Phrases that stand in every language as if they were of it: what nobody translated.

    Arguments:
        documents: the same pages in all languages.
    """
    marked: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for text, language in document.texts:
            marked[normal(text)].add(language)
    languages = {code for code, _name in settings.LANGUAGES}
    names = re.compile("|".join(map(re.escape, sorted(_names(), key=len, reverse=True))))
    return {
        text for text, found in marked.items() if found >= languages and PHRASE.search(names.sub("", text))
    }


def _names() -> Iterator[str]:
    # What a cluster, its people, a region and a source are called is said as they say it.
    for fields in (
        ClusterPage.objects.values_list("title", "native_name"),
        ClusterContact.objects.values_list("name", "role"),
        NewsPage.objects.values_list("source_name"),
    ):
        yield from (name for names in fields for name in names if name)
    regions = get_vocabulary(VocabularyName.REGION)
    for code in regions.all_codes():
        yield from regions.labels(code).values()


def known_texts() -> dict[str, set[str]]:
    """Every text whose languages are known: the interface, the vocabularies, the content.

    Returns:
        Codes of the languages that a text is right in, by text.
    """
    known: dict[str, set[str]] = defaultdict(set)
    for text, language in [*_interface(), *_labels(), *_pages()]:
        known[text].add(language)
    for model in (String, StringTranslation):
        for html, language in model.objects.values_list("data", "locale__language_code"):
            text = normal(unescape(re.sub("<[^>]+>", "", html)))
            # A name, a day or a single word of the content may be right in more than one language.
            if text in known or (len(text.split()) > 3 and PHRASE.search(text)):
                known[text].add(language)
    # The short name of a day may be a word of another language: "Qui" is Thursday, and "who".
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for day in map(str, WEEKDAYS_ABBR.values()):
                if day in known:
                    known[day].add(language)
    # The name of a region is often a word of the interface in another language: Norte, Galicien.
    regions = get_vocabulary(VocabularyName.REGION)
    names = {label for code in regions.all_codes() for label in regions.labels(code).values()}
    return {text: languages for text, languages in known.items() if text not in names}


def _interface() -> Iterator[tuple[str, str]]:
    default, *others = (code for code, _name in settings.LANGUAGES)
    for language in others:
        path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
        for entry in polib.pofile(str(path)).translated_entries():
            if not entry.msgid_plural and not set("%<{") & set(entry.msgid):
                yield entry.msgid.strip(), default
                yield entry.msgstr.strip(), language


def _labels() -> Iterator[tuple[str, str]]:
    # Regions are left out: the name of a region is that of its town, which is no word of a language.
    for name in ("country", "language", *(name for name in VocabularyName if name != VocabularyName.REGION)):
        vocabulary = get_vocabulary(name)
        for code in vocabulary.all_codes():
            for language, label in vocabulary.labels(code).items():
                yield label, language


def _pages() -> Iterator[tuple[str, str]]:
    for page in Page.objects.live().filter(alias_of=None, depth__gt=1).select_related("locale").specific():
        for text in (page.title, getattr(page, "summary", "")):
            if text:
                yield normal(text), page.locale.language_code


def normal(text: str) -> str:
    """The text with single blanks."""
    return " ".join(text.split())


def foreign(document: Document, known: dict[str, set[str]]) -> list[tuple[str, str, set[str]]]:
    """Texts that stand in a language that is not theirs.

    Returns:
        (text, the language it is marked with, the languages it would be right in).
    """
    return [
        (text, language, known[text])
        for text, language in ((normal(each), language) for each, language in document.texts)
        if len(text) > 2
        and text in known
        and language not in known[text]
        # A cluster may be called as its site is, and the address of a site is right in every language.
        and not WEB_ADDRESS.fullmatch(text)
    ]
