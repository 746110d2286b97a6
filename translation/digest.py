"""The daily e-mail to translators and reviewers about what waits for them."""

import logging
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from translation.assignment_form import people_who_may_translate
from translation.desk.waiting import Waiting, waiting
from translation.models import DigestSetting

logger = logging.getLogger(__name__)

# More is on the desk.
LINES = 30


def send_digests(today: date | None = None) -> int:
    """Send everybody who wants it what waits for them; once a day, however often it is called.

    Arguments:
        today: the day; by default the portal's.

    Returns:
        Number of messages sent. Nobody gets an empty one. What cannot be sent is logged.
    """
    today = today or timezone.localdate()
    stored = {setting.user_id: setting for setting in DigestSetting.objects.all()}
    sent = 0
    for person in people_who_may_translate().exclude(email="").select_related("wagtail_userprofile"):
        setting = stored.get(person.pk) or DigestSetting(user=person)
        if not setting.wanted or setting.sent_on == today or not (found := waiting(person)):
            continue
        subject, text = message(person, found, today)
        try:
            send_mail(subject, text, None, [person.email])
        except OSError:
            # A refused address, a server that is away: the others get theirs, this person one next time.
            logger.exception("The digest of user %s was not sent.", person.pk)
            continue
        # Not the whole row: whoever opts out in the meantime is not opted in again.
        DigestSetting.objects.update_or_create(user=person, defaults={"sent_on": today})
        sent += 1
    return sent


def message(person: Any, found: Waiting, today: date) -> tuple[str, str]:
    """Subject and plain text in the language that the person prefers in the admin.

    Arguments:
        person: the recipient.
        found: what waits for them.
        today: the day, to tell what is overdue.
    """
    profile = getattr(person, "wagtail_userprofile", None)
    language = (profile and profile.preferred_language) or settings.LANGUAGE_CODE
    with translation.override(language):
        count = len(found.mine) + len(found.to_review) + sum(work.count for work in found.open)
        subject = ngettext(
            "%(count)d translation waits for you", "%(count)d translations wait for you", count
        ) % {"count": count}
        text = render_to_string(
            "translation/desk/digest.txt",
            {
                "person": person,
                "late": [row for row in found.mine if row.due and row.due < today],
                "mine": found.mine[:LINES],
                "to_review": found.to_review[:LINES],
                "open": found.open,
                "desk": settings.WAGTAILADMIN_BASE_URL + reverse("translation_desk:index"),
                "account": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_account"),
            },
        )
    return subject, text
