"""Who else is in the workbench, as in Wagtail's editor of pages; the list and its script are Wagtail's."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.admin.models import EditingSession
from wagtail.admin.ui.editing_sessions import EditingSessionsModule
from wagtail.models import Page, get_default_page_content_type
from wagtail_localize.models import StringTranslation, Translation


def presence(page: Any, user: Any) -> EditingSessionsModule | None:
    """Note that somebody has a page open; the list of the others, for the header. None for what is no page.

    Without a revision: translators write segments, and the workbench tells by itself which ones others wrote.
    """
    if not isinstance(page, Page):
        return None
    EditingSession.cleanup()
    session = EditingSession.objects.create(
        user=user,
        content_type=get_default_page_content_type(),
        object_id=page.pk,
        last_seen_at=timezone.now(),
    )
    ping = ("wagtailcore", "page", page.pk, session.pk)
    return EditingSessionsModule(
        session,
        reverse("wagtailadmin_editing_sessions:ping", args=ping),
        reverse("wagtailadmin_editing_sessions:release", args=[session.pk]),
        [],
    )


def moment(text: str) -> datetime | None:
    """A time as the workbench's page carries it; None for anything else."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def written_since(translation: Translation, since: datetime) -> bool:
    """Whether anybody has written a segment since; asked every few seconds, so it is one query."""
    return StringTranslation.objects.filter(
        locale=translation.target_locale, context__object=translation.source.object_id, updated_at__gt=since
    ).exists()
