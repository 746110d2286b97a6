"""Filters of the admin's listings by the codes that content carries."""

from typing import Any

import django_filters
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from vocabularies.registry import get_vocabulary


def with_code(rows: QuerySet, field: str, code: str) -> QuerySet:
    """The rows whose list of codes has this one; works on every database.

    Arguments:
        rows: of a model with the field.
        field: name of a ``CodeListField``.
        code: the code that is looked for.
    """
    text = f"{field}_as_text"
    return rows.alias(**{text: Cast(field, TextField())}).filter(**{f"{text}__contains": f'"{code}"'})


class CodeFilter(django_filters.ChoiceFilter):
    """Rows whose ``CodeListField`` has the chosen code.

    Arguments:
        vocabulary: name of the vocabulary that the choices come from.
    """

    def __init__(self, *args: Any, vocabulary: str, **kwargs: Any) -> None:
        def choices() -> list[tuple[str, str]]:
            terms = get_vocabulary(vocabulary)
            return [(code, terms.label(code)) for code in terms.codes()]

        super().__init__(*args, choices=choices, **kwargs)

    def filter(self, rows: QuerySet, code: str) -> QuerySet:
        """The rows with the code, all when none is chosen."""
        return with_code(rows, self.field_name, code) if code else rows
