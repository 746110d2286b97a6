"""Giving translations to people."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from wagtail.models import Locale

from translation.access import access_of, places_of
from translation.models import Assignment


@transaction.atomic
def assign(
    work: Iterable[tuple[UUID, Locale]], assignee: Any = None, due: date | None = None, note: str = ""
) -> int:
    """Give translations to somebody, as far as they may change them; replaces what was set.

    Arguments:
        work: translation key of the page and target language.
        assignee: the person; None leaves the translations to everybody, with the due date and note.
        due: the day by which it should be done.
        note: for the translator, at most 500 characters.

    Returns:
        How many were assigned; those that the assignee may not change are left out.
    """
    work = list(work)
    if assignee is not None:
        access, places = access_of(assignee), places_of((key, locale.pk) for key, locale in work)
        work = [(key, locale) for key, locale in work if access.may_change(places[key, locale.pk])]
    Assignment.objects.bulk_create(
        [
            Assignment(translation_key=key, locale=locale, assignee=assignee, due=due, note=note)
            for key, locale in work
        ],
        update_conflicts=True,
        unique_fields=["translation_key", "locale"],
        update_fields=["assignee", "due", "note"],
    )
    return len(work)
