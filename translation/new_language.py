"""Adding a language to the content: its locale, its tree, its translators."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale, Page, Site

from portal.counterparts import best, by_content, versions
from portal.signals import language_added
from translation.background import start
from translation.models import TranslationJob
from translation.order import follow_order
from translation.permissions import ensure_translator_group, language_name

FINISH = "finish"


class UnknownLanguage(ValueError):
    """The code is not one of the portal's languages."""


@transaction.atomic
def add_language(code: str, progress: Callable[[int, int], None] | None = None) -> list[str]:
    """Make a language ready for editors and translators. Called again, it adds what is missing.

    The pages that hold others are made as aliases of those in the language they were written in: a place for
    translations and for pages written in the new language. Until they are translated, visitors get the
    original with a notice.

    Arguments:
        code: one of the codes in ``portal.settings.languages``.
        progress: is told the number of steps done and of all steps, after each.

    Returns:
        Lines of text: what was made, and what is left for people to do.

    Raises:
        UnknownLanguage naming the known codes.
    """
    check_code(code)
    locale, created = Locale.objects.get_or_create(language_code=code)
    steps = missing_pages(locale)
    for number, page_id in enumerate(steps, start=1):
        make_place(locale, page_id)
        if progress:
            progress(number, len(steps))
    text = _("The language %(code)s was added.") if created else _("The language %(code)s was there.")
    made = ngettext("%(count)d page made.", "%(count)d pages made.", len(steps))
    return [text % {"code": code}, made % {"count": len(steps)}, *finish(locale)]


def start_language(code: str, user: Any = None) -> TranslationJob:
    """Have a language made ready in the background; arguments and errors as of ``add_language``."""
    check_code(code)
    locale, _created = Locale.objects.get_or_create(language_code=code)
    steps = [*missing_pages(locale), FINISH]
    return start(
        TranslationJob.Kind.LANGUAGE, language_name(locale), steps, user, {"locale": locale.pk}, once=True
    )


def language_step(job: TranslationJob, step: int | str) -> list[str]:
    """One page, or at the end the rights and what is left to do."""
    locale = Locale.objects.get(pk=job.options["locale"])
    if step == FINISH:
        return finish(locale)
    make_place(locale, int(step))
    return []


def check_code(code: str) -> None:
    """Raises UnknownLanguage for a code that is not in ``portal.settings.languages``."""
    if code not in dict(settings.LANGUAGES):
        text = _(
            "“%(code)s” is not a language of the portal (%(known)s). "
            "Add a line to portal/settings/languages.py first."
        )
        raise UnknownLanguage(text % {"code": code, "known": ", ".join(dict(settings.LANGUAGES))})


def missing_pages(locale: Locale) -> list[int]:
    """Ids of the originals of the front page and of every public page with pages below it, as far as the
    language's tree lacks them; a parent before its children.
    """
    present = set(Page.objects.filter(locale=locale).values_list("translation_key", flat=True))
    groups = by_content(versions(Page.objects.filter(numchild__gt=0)))
    missing = [group for key, group in groups.items() if key not in present]
    missing.sort(key=lambda group: (group[0].path.count("/"), group[0].position))
    return [origin.pk for group in missing if (origin := best(group, settings.LANGUAGE_CODE))]


def make_place(locale: Locale, page_id: int) -> None:
    """An alias of a page in a language's tree, unless it is there already."""
    page = Page.objects.filter(pk=page_id).first()
    if page and not Page.objects.filter(translation_key=page.translation_key, locale=locale).exists():
        page.specific.copy_for_translation(locale, copy_parents=True, alias=True)


def finish(locale: Locale) -> list[str]:
    """Order, rights, and what other apps have to say. Returns lines of text."""
    parents = Page.objects.filter(locale=locale, numchild__gt=1).order_by("path")
    for key in list(parents.values_list("translation_key", flat=True)):
        follow_order(key)
    # The addresses of the trees are remembered by every process.
    Site.clear_site_root_paths_cache()
    report = [_("The group “%(group)s” has its rights.") % {"group": ensure_translator_group(locale)}]
    for _receiver, lines in language_added.send(sender=Locale, locale=locale):
        report += _lines(lines)
    return report


def _lines(lines: Iterable[str] | None) -> list[str]:
    return [str(line) for line in lines or []]
