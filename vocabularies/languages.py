"""What a new language needs of the vocabularies: labels."""

from typing import Any

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
        f"Vocabulary {vocabulary}: {len(terms)} labels to fill, from {terms[0]} to {terms[-1]}."
        for vocabulary, terms in sorted(codes.items())
    ]
