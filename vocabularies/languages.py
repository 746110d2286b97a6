"""What a new language needs of the vocabularies: labels."""

from typing import Any

from django.utils.translation import ngettext

from vocabularies.models import Term


def terms_without_label(language: str) -> list[Term]:
    """The terms that have no label in the language (code); its readers see the default language's."""
    return [term for term in Term.objects.all() if not term.labels.get(language)]


def report_missing_labels(locale: Any, **kwargs: object) -> list[str]:
    """Lines that say which terms lack a label in the locale's language; answers ``language_added``."""
    codes: dict[str, list[str]] = {}
    for term in terms_without_label(locale.language_code):
        codes.setdefault(term.vocabulary, []).append(term.code)
    return [
        ngettext(
            "Vocabulary %(vocabulary)s: %(count)d label to fill, from %(first)s to %(last)s.",
            "Vocabulary %(vocabulary)s: %(count)d labels to fill, from %(first)s to %(last)s.",
            len(terms),
        )
        % {"vocabulary": vocabulary, "count": len(terms), "first": terms[0], "last": terms[-1]}
        for vocabulary, terms in sorted(codes.items())
    ]
