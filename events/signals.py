"""The title of a series is a label of its events, in every language: they follow when it changes."""

from collections.abc import Collection

from django.db.models.signals import post_delete, post_save

from events.models import EventSeriesPage
from events.series import SeriesTitles
from search.marking import mark_stale_for_code

_PUBLIC = {"title", "slug", "live", "alias_of"}


def connect() -> None:
    """Connect the receivers, once."""
    for signal in (post_save, post_delete):
        signal.connect(series_changed, sender=EventSeriesPage, dispatch_uid="events.series_changed")


def series_changed(
    sender: type, instance: EventSeriesPage, update_fields: Collection[str] | None = None, **_kwargs: object
) -> None:
    """Mark the events of the series, also those that do not exist in the language of this page."""
    if update_fields is None or _PUBLIC.intersection(update_fields):
        mark_stale_for_code(SeriesTitles, instance.slug)
