"""Writes what rows of a file change into pages, and takes it back."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from clusters.importing.checking import Change, check_rows
from clusters.importing.columns import put_facts
from clusters.importing.locks import reasons_of_locks
from clusters.importing.problems import Problem
from clusters.importing.stored import Countries, Part
from clusters.models import ClusterContact, ClusterImport, ClusterImportRow, ClusterPage

LOG_ACTION = "clusters.import"
UNDO_ACTION = "clusters.undo_import"


class Refused(Exception):
    """Rows do not fit any more. Carries the problems."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


def part_of(source: ClusterImport) -> Part:
    """The countries that whoever imports may change."""
    return Part(source.writer, everything=source.by_operator)


def write_rows(source: ClusterImport, rows: list[ClusterImportRow]) -> None:
    """Write rows: a revision a page, published where the page is public or new.

    In a transaction: what others save meanwhile waits for its end, and is not written over.

    Raises Refused when one of them does not fit any more; then nothing may be kept of the others.
    """
    slugs = [row.cells.get("slug", "") for row in rows]
    # In one order, so that two imports do not wait for each other.
    list(Page.objects.select_for_update().filter(slug__in=slugs).order_by("pk").values_list("pk"))
    checked = check_rows([(row.number, row.cells) for row in rows], part_of(source), Countries())
    if checked.problems:
        raise Refused(checked.problems)
    changes = {change.number: change for change in checked.changes}
    written = []
    for row in rows:
        change = changes.get(row.number)
        if change is None:
            # Somebody else wrote the same in the meantime.
            continue
        row.is_new = change.stored is None
        page, before, after = _write(source, change)
        row.page_id, row.before_id, row.after_id = page.pk, before, after.pk
        written.append(row)
    ClusterImportRow.objects.bulk_update(written, ["is_new", "page", "before", "after"])


def _write(source: ClusterImport, change: Change) -> tuple[ClusterPage, int | None, Revision]:
    """Write one row. Returns the page, the id of the revision before, and the revision made."""
    email_before = ""
    if change.stored:
        page = change.stored.page
        email_before = change.stored.facts["email"]
        if page.latest_revision_id is None:
            page.save_revision(user=source.writer, changed=False, clean=False)
        before = page.latest_revision_id
        publish = page.live
    else:
        page = ClusterPage(
            slug=change.slug, live=False, locale=change.country.locale, data_source=source.data_source
        )
        page.owner = source.writer
        before, publish = None, True
    put_facts(page, change.facts)
    if change.facts["email"] != email_before:
        _put_email(page, change.facts["email"])
    if not change.stored:
        change.country.add_child(instance=page)
    revision = page.save_revision(user=source.writer)
    log(
        instance=page,
        action=LOG_ACTION,
        user=source.writer,
        revision=revision,
        content_changed=True,
        data={"file": source.title, "row": change.number, "import": source.pk},
    )
    if publish:
        revision.publish(user=source.writer)
    return page, before, revision


def _put_email(page: ClusterPage, email: str) -> None:
    """The address of the first contact that has one; a new contact is seen by editors alone."""
    contacts = list(page.contacts.all())
    for contact in contacts:
        if contact.email:
            contact.email = email
            break
    else:
        contacts.append(ClusterContact(name=page.title[:160], email=email, sort_order=len(contacts)))
    page.contacts = contacts  # type: ignore[misc]  # the cluster keeps them until it is saved


def reasons_against_undoing(rows: Iterable[ClusterImportRow], part: Part) -> list[Problem]:
    """Why rows cannot be taken back: a problem for each page that is not as the import left it, is locked,
    or is not in the part.

    A fixed number of queries, and a few for each lock.

    Arguments:
        rows: those that were not written are passed over.
        part: of whoever takes back, as it is now.
    """
    rows = [row for row in rows if row.after_id or row.page_id]
    pages = Page.objects.in_bulk({row.page_id for row in rows if row.page_id})
    keys = [page.translation_key for page in pages.values()]
    translated = set(
        Page.objects.filter(translation_key__in=keys, alias_of=None)
        .exclude(pk__in=pages)
        .values_list("translation_key", flat=True)
    )
    countries = Countries()
    locks = reasons_of_locks(pages.values(), part.user)
    problems = []
    for row in rows:
        page = pages.get(row.page_id or 0)
        country = countries.above(page) if page else None
        if page is None:
            # Gone by itself; there is nothing to take back of a new one.
            reason = "" if row.is_new else _("The page was deleted after the import.")
        elif country is None or not part.holds(country):
            reason = _("The page is not in your part of the portal.")
        elif page.latest_revision_id != row.after_id:
            reason = _("The page was changed after the import.")
        elif page.pk in locks:
            reason = locks[page.pk]
        elif row.is_new and page.translation_key in translated:
            reason = _("The page was translated after the import.")
        elif not row.is_new and row.before_id is None:
            reason = _("The revision before the import does not exist any more.")
        else:
            reason = ""
        if reason:
            problems.append(Problem(row.number, "slug", row.cells.get("slug", ""), reason))
    return problems


def undo_rows(source: ClusterImport, rows: list[ClusterImportRow], user: Any) -> list[Problem]:
    """Take rows back: new pages are deleted, others get the contents they had as a new revision.

    Arguments:
        source: the import. One that fails takes back what it wrote itself, also where rights were lost since.
        rows: of it.
        user: who takes back.

    Returns:
        Why some of them stay.
    """
    # What others save meanwhile waits for the end of the transaction, and is not written over.
    page_ids = [row.page_id for row in rows if row.page_id]
    list(Page.objects.select_for_update().filter(pk__in=page_ids).order_by("pk").values_list("pk"))
    part = Part(user, everything=source.state == ClusterImport.State.FAILING)
    problems = reasons_against_undoing(rows, part)
    stay = {problem.row for problem in problems}
    rows = [row for row in rows if row.number not in stay]
    pages: dict[int, Any] = ClusterPage.objects.in_bulk([row.page_id for row in rows if row.page_id])
    for row in reversed(rows):
        page = pages.get(row.page_id or 0)
        if page is None:
            continue
        data = {"file": source.title, "row": row.number, "import": source.pk}
        if row.is_new:
            for each in [*ClusterPage.objects.filter(alias_of=page), page]:
                each.delete(user=user)
        elif row.before:
            was_live = page.live
            former = row.before.as_object()
            revision = former.save_revision(user=user, previous_revision=row.before)
            log(instance=page, action=UNDO_ACTION, user=user, revision=revision, data=data)
            if was_live:
                revision.publish(user=user)
    ClusterImportRow.objects.filter(pk__in=[row.pk for row in rows]).update(after=None, page=None)
    return problems
