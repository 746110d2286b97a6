"""Starting a translation: from the desk, or wherever a page is submitted."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from translation.order import follow_order_around
from translation.submitting import ensure_submission


def connect() -> None:
    """Listen to new translations; called once, when the app is ready."""
    post_save.connect(withdraw_alias, sender=Translation, dispatch_uid="translation.withdraw_alias")


@transaction.atomic
def start(page: Page, locale: Locale, user: Any) -> Translation:
    """Start the translation of a page into a language: a draft in that language's tree, not public.

    Arguments:
        page: the page in the language it was written in.
        locale: the target language.
        user: who starts it, for the log. Rights are the caller's business.
    """
    page = page.specific
    source = ensure_submission(page)
    translate_object(page, [locale], None, user)
    follow_order_around(page)
    return Translation.objects.get(source=source, target_locale=locale)


def withdraw_alias(instance: Translation, raw: bool = False, **kwargs: Any) -> None:
    """An alias that is going to be a translation is not public until the translation is published.

    wagtail-localize turns the alias into a page of its own, as public as the alias was: visitors would get
    the source's text as if it were translated. Until then they get the source itself, with a notice. So also
    when a translation is taken up again after its page was deleted.
    """
    if instance.enabled and not raw:
        Page.objects.filter(
            translation_key=instance.source.object_id,
            locale_id=instance.target_locale_id,
            alias_of__isnull=False,
        ).update(live=False)
