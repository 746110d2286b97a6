"""Labels of codes in templates."""

from collections.abc import Iterable

from django import template

from vocabularies.registry import get_vocabulary

register = template.Library()


@register.filter
def code_label(code: str, vocabulary: str) -> str:
    """Label of the code in the active language: ``{{ code|code_label:"sector" }}``. Empty for no code."""
    return get_vocabulary(vocabulary).label(code) if code else ""


@register.filter
def code_labels(codes: Iterable[str], vocabulary: str) -> list[str]:
    """Labels of several codes in the active language."""
    terms = get_vocabulary(vocabulary)
    return [terms.label(code) for code in codes or []]
