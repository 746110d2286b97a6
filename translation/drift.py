"""Where a translation does not follow its source: what should never happen is found, said and mended.

Everything here is kept right by signals (``translation.lifecycle``). A change that came another way (straight
into the database, a bug, an old version) shows up in ``manage.py check_translations``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import GroupPagePermission, Locale, Page, PageLogEntry

from portal.grants import CHANGE_PAGES
from translation.facts import bring_facts, fact_values, follow_slug
from translation.lifecycle import move_below_counterpart
from translation.models import TranslationJob
from translation.order import follow_order
from translation.outdated import note_text
from translation.permissions import (
    ensure_reviewer_group,
    ensure_translator_group,
    front_pages,
    reviewer_group,
    translator_group,
    translator_rights,
    unreviewed,
)
from translation.privacy import bring_privacy, differs
from translation.source_texts import is_noted, note_untranslated, record, set_baseline, without_baseline
from translation.sources import source_locale_id

AT_ONCE = 20
"""Contents that one step looks at."""
RIGHTS = "rights"


@dataclass(frozen=True)
class Finding:
    """Something that does not follow.

    Arguments:
        kind: "slug", "place", "order", "facts", "privacy", "text", "alias" or "rights".
        page_id: the page concerned, None when it is none.
        message: a sentence.
    """

    kind: str
    page_id: int | None
    message: str


def steps() -> list[list[str] | str]:
    """The whole check in steps: translation keys, parents before their children, and at last the rights."""
    keys = [
        str(key)
        for key in dict.fromkeys(
            Page.objects.filter(depth__gt=1)
            .order_by("depth", "path")
            .values_list("translation_key", flat=True)
        )
    ]
    return [*(keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE)), RIGHTS]


def check_step(job: TranslationJob, step: list[str] | str) -> list[str]:
    """A step of a background job that only reports."""
    return [finding.message for finding in look(step, repair=False)]


def repair_step(job: TranslationJob, step: list[str] | str) -> list[str]:
    """A step of a background job that mends too."""
    return [finding.message for finding in look(step, repair=True)]


@transaction.atomic
def look(step: list[str] | str, *, repair: bool) -> list[Finding]:
    """Do one of the steps.

    Arguments:
        step: one of ``steps()``.
        repair: whether to mend what is found.
    """
    if isinstance(step, str):
        return list(_rights(repair))
    return [finding for key in step for finding in _content(UUID(key), repair)]


def _content(key: UUID, repair: bool) -> Iterator[Finding]:
    pages = list(Page.objects.filter(translation_key=key).select_related("locale").order_by("path"))
    locale_id = source_locale_id(key)
    source = next((page for page in pages if page.locale_id == locale_id), None)
    for page in pages:
        origin = page.alias_of if page.alias_of_id else source
        if origin is None or origin.pk == page.pk or origin.translation_key != key:
            continue
        if page.depth > 2:
            yield from _place(origin, page, repair)
            yield from _slug(origin, page, repair)
        if page.alias_of_id:
            yield from _alias(origin, page, repair)
        else:
            yield from _facts(origin, page, repair)
            yield from _privacy(origin, page, repair)
    for page in pages:
        if page.alias_of_id is None and page.live and (source is None or page.pk == source.pk):
            yield from _text(page, repair)
    yield from _lost_aliases(pages, repair)
    for parent in follow_order(key, dry_run=not repair):
        text = _("%(page)s: the pages below it stand in another order than those below its source.")
        yield Finding("order", parent.pk, text % _named(parent))


def _place(source: Page, page: Page, repair: bool) -> Iterator[Finding]:
    parent = source.get_parent()
    if page.get_parent().translation_key != parent.translation_key:
        message = _("%(page)s is not at the place of its source.") % _named(page)
        if not Page.objects.filter(translation_key=parent.translation_key, locale=page.locale).exists():
            message = _("%(page)s: the page above it is missing in its language.") % _named(page)
        yield Finding("place", page.pk, message)
        if repair:
            move_below_counterpart(page, parent)
            page.refresh_from_db()


def _slug(source: Page, page: Page, repair: bool) -> Iterator[Finding]:
    candidate = page.specific
    if not follow_slug(source, candidate):
        return
    text = _("%(page)s has the slug “%(slug)s”, its source “%(expected)s”.")
    yield Finding("slug", page.pk, text % {**_named(page), "slug": page.slug, "expected": source.slug})
    if repair:
        candidate.save(clean=False)


def _alias(original: Page, page: Page, repair: bool) -> Iterator[Finding]:
    if page.live and not original.live:
        yield Finding(
            "alias", page.pk, _("%(page)s is public, the page it stands for is not.") % _named(page)
        )
        if repair:
            UnpublishPageAction(page.specific).execute(skip_permission_checks=True)


def _lost_aliases(pages: Sequence[Page], repair: bool) -> Iterator[Finding]:
    """Wagtail makes an alias a page of its own when the page it stands for is deleted."""
    if len(pages) == 1 and pages[0].live and pages[0].alias_of_id is None and _was_alias(pages[0]):
        (page,) = pages
        yield Finding(
            "alias", page.pk, _("%(page)s was an alias; the page it stood for is gone.") % _named(page)
        )
        if repair:
            UnpublishPageAction(page.specific).execute(skip_permission_checks=True)


def _was_alias(page: Page) -> bool:
    """Whether it was made as an alias and never edited since."""
    made = PageLogEntry.objects.filter(
        page=page.pk, action__in=["wagtail.create_alias", "wagtail.copy_for_translation"]
    )
    return page.latest_revision_id is None and made.exists()


def _facts(source: Page, page: Page, repair: bool) -> Iterator[Finding]:
    if not source.live or page.specific_class is not source.specific_class:
        return
    original, translated = source.specific, page.specific
    wanted, have = fact_values(original), fact_values(translated)
    names = [name for name in wanted if wanted[name] != have[name]]
    if names:
        text = _("%(page)s has other facts than its source: %(names)s.")
        yield Finding("facts", page.pk, text % {**_named(page), "names": ", ".join(names)})
        if repair:
            bring_facts(original, page)


def _privacy(source: Page, page: Page, repair: bool) -> Iterator[Finding]:
    if differs(source, page):
        yield Finding("privacy", page.pk, _("%(page)s is not as private as its source.") % _named(page))
        if repair:
            bring_privacy(source, [page])


def _text(original: Page, repair: bool) -> Iterator[Finding]:
    """What the desk compares, see ``translation.source_texts``."""
    page = original.specific
    if not is_noted(page):
        yield Finding("text", page.pk, _("%(page)s: its text has changed unnoticed.") % _named(original))
        if repair:
            note_text(page)
    for translation in without_baseline(page):
        text = _("%(page)s: which text was translated into %(language)s is not noted.")
        yield Finding("text", page.pk, text % {**_named(original), "language": translation.target_locale})
        if repair:
            set_baseline(translation, record(page)[0])
            note_untranslated(translation, translation.get_target_instance())


def _rights(repair: bool) -> Iterator[Finding]:
    for locale in Locale.objects.order_by("pk"):
        yield from _rights_of(translator_group(locale), translator_rights(locale), locale, repair)
        reviewers = reviewer_group(locale)
        if reviewers:
            yield from _rights_of(reviewers, CHANGE_PAGES, locale, repair)
            for page in unreviewed(locale):
                yield Finding("rights", page.pk, _("%(page)s: nobody is asked to review it.") % _named(page))
                if repair:
                    ensure_reviewer_group(locale)


def _rights_of(group: Group | None, wanted: Sequence[str], locale: Locale, repair: bool) -> Iterator[Finding]:
    names = {name.partition(".")[2] for name in wanted}
    for page in front_pages(locale):
        given = GroupPagePermission.objects.filter(group=group, page=page) if group else []
        missing = names - {each.permission.codename for each in given}
        if not missing:
            continue
        values = {"group": group, "language": locale, "names": ", ".join(sorted(missing))}
        text = _("The translators of %(language)s lack rights: %(names)s.")
        if group:
            text = _("The group “%(group)s” lacks rights: %(names)s.")
        yield Finding("rights", page.pk, text % values)
        if repair and group and group == reviewer_group(locale):
            ensure_reviewer_group(locale)
        elif repair:
            ensure_translator_group(locale)


def _named(page: Page) -> dict[str, str]:
    return {"page": f"“{page.title}” ({page.locale.language_code}, {page.pk})"}
