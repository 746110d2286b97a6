"""The steps of an import, see ``ClusterImport``: read, write, take back.

Nothing is written before the whole file was checked and somebody confirmed. Where writing meets a problem
after all (somebody locked a page in the meantime), what was written is taken back. What cannot be taken back
stays listed, and can be tried again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.importing.checking import check_rows, missing_columns, repeated_slugs
from clusters.importing.columns import HEADER, NOT_STORED
from clusters.importing.problems import MOST_PROBLEMS, FileProblem, Problem, cut
from clusters.importing.reading import Table, read_table
from clusters.importing.stored import Countries, Part
from clusters.importing.writing import Refused, part_of, reasons_against_undoing, undo_rows, write_rows
from clusters.models import ClusterImport, ClusterImportRow

State = ClusterImport.State
BATCH = 200
"""Rows that are compared at once."""
WRITTEN_AT_ONCE = 20
"""Rows of a step: on SQLite nobody else can save while it lasts, about a second."""

Progress = Callable[[int], None]


@dataclass
class Findings:
    """What the check of a file found.

    Arguments:
        problems: all there are.
        rows: those that would change something, not stored yet.
        ignored: columns that are read past.
        unchanged: number of rows that say what is stored already.
    """

    problems: list[Problem] = field(default_factory=list)
    rows: list[ClusterImportRow] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    unchanged: int = 0


def prepare_step(source: ClusterImport, step: list[Any]) -> list[Any]:
    """The step; the check of a file with what it found. It takes long, and nobody who saves waits for it."""
    return ["check", read(source)] if step[0] == "check" else step


def do_step(source: ClusterImport, step: list[Any]) -> Iterable[str]:
    """Do a step.

    Arguments:
        source: the import.
        step: ``["check", findings]``; ``["write", first, last]`` and ``["undo", first, last]`` with numbers
            of rows; ``["end", state]``.
    """
    kind, *details = step
    if kind == "check":
        keep(source, *details)
    elif kind == "write":
        write_rows(source, _rows(source, *details))
    elif kind == "undo":
        user = source.writer
        if source.state == State.UNDOING:
            user = get_user_model().objects.filter(pk=source.options["undone_by"]).first()
        return map(str, undo_rows(source, _rows(source, *details), user))
    elif kind == "end":
        return [_end_of_work(source, State(details[0]))]
    return []


def step_failed(source: ClusterImport, number: int, error: Exception) -> list[str]:
    """What follows on an error: while rows are written, those that are written are taken back."""
    lines = [str(problem) for problem in error.problems] if isinstance(error, Refused) else []
    if not lines:
        lines = [_("Step %(number)d failed; the log has the reason.") % {"number": number}]
    if source.state == State.WRITING:
        source.state = State.FAILING
        written = [step for step in source.steps[: number - 1] if step[0] == "write"]
        back = [["undo", first, last] for _kind, first, last in reversed(written)]
        source.steps = [*source.steps[:number], *back, ["end", State.FAILED]]
        source.save(update_fields=["state", "steps"])
    elif source.state == State.CHECKING:
        source.file = None
        source.problems = [Problem(0, "", "", lines[0]).as_json()]
        _end(source, State.REFUSED)
    return lines


def check(source: ClusterImport) -> None:
    """Read the file of an import and store what was found, at once."""
    keep(source, read(source))


def read(source: ClusterImport) -> Findings:
    """Read the file of an import and compare it with what is stored. Writes nothing."""
    data = bytes(source.file or b"")
    problems: list[Problem] = []
    findings = Findings()
    try:
        table = read_table(data, HEADER)
    except FileProblem as error:
        table, problems = Table([]), [Problem(0, "", "", str(error))]
    del data
    if not problems:
        findings.ignored = [name for name in table.columns if name in NOT_STORED]
        problems = [*table.problems, *missing_columns(table.columns)]
    if table.columns and not table.rows:
        problems.append(Problem(0, "", "", _("There are no rows below the names of the columns.")))
    if {"slug", "country_iso2"}.issubset(table.columns):
        problems += repeated_slugs(table.rows)
        _compare(source, table, findings)
    findings.problems = cut(sorted([*problems, *findings.problems], key=lambda each: each.row))
    return findings


def keep(source: ClusterImport, findings: Findings) -> None:
    """Store what the check of a file found: the rows that would change something, or all problems."""
    source.file = None
    source.ignored, source.unchanged = findings.ignored, findings.unchanged
    source.problems = [problem.as_json() for problem in findings.problems]
    if not findings.problems:
        ClusterImportRow.objects.bulk_create(findings.rows, batch_size=BATCH)
    _end(source, State.REFUSED if findings.problems else State.READY)


def _compare(source: ClusterImport, table: Table, findings: Findings) -> None:
    part, countries = part_of(source), Countries()
    for start in range(0, len(table.rows), BATCH):
        source.give_sign_of_life()
        batch = table.rows[start : start + BATCH]
        checked = check_rows(batch, part, countries)
        cells = dict(batch)
        findings.rows += [
            ClusterImportRow(
                source=source,
                number=change.number,
                cells={name: text for name, text in cells[change.number].items() if text},
                is_new=change.stored is None,
            )
            for change in checked.changes
        ]
        wrong = {problem.row for problem in checked.problems}
        findings.unchanged += len(batch) - len(checked.changes) - len(wrong)
        findings.problems += checked.problems
        if len(findings.problems) > MOST_PROBLEMS:
            return


def confirm(source: ClusterImport, user: Any) -> None:
    """Write the rows of a checked import in the background, in somebody's name. Anything but a checked one
    stays as it is.
    """
    source.options = {**source.options, "confirmed_by": user.pk}
    _continue(source, State.READY, State.WRITING, [*write_steps(source), ["end", State.DONE]])


def write_steps(source: ClusterImport) -> list[list[Any]]:
    """The steps that write the rows of a checked import."""
    numbers = list(source.rows.values_list("number", flat=True))
    return [["write", *_ends(numbers, at)] for at in range(0, len(numbers), WRITTEN_AT_ONCE)]


def undo(source: ClusterImport, user: Any) -> list[Problem]:
    """Take an import back in the background: whole, unless pages were changed since or belong to others now.
    What is left of one that was taken back in part is taken back as far as it goes.

    Returns:
        Why it cannot be taken back; empty when it is.
    """
    before = source.state
    rows = list(source.written())
    problems = reasons_against_undoing(rows, Part(user))
    if problems and (before == State.DONE or len(problems) == len(rows)):
        return problems
    source.options = {**source.options, "undone_by": user.pk, "to_undo": len(rows)}
    numbers = [row.number for row in rows]
    steps = [["undo", *_ends(numbers, at)] for at in range(0, len(numbers), WRITTEN_AT_ONCE)]
    _continue(source, before, State.UNDOING, [*reversed(steps), ["end", State.UNDONE]])
    return []


def import_now(source: ClusterImport, progress: Progress | None = None) -> None:
    """Write the rows of a checked import in one transaction: all, or nothing is changed.

    Arguments:
        source: the import.
        progress: called with the number of rows that were written since the last call.
    Raises Refused when a row does not fit any more.
    """
    numbers = list(source.rows.values_list("number", flat=True))
    with transaction.atomic():
        for at in range(0, len(numbers), WRITTEN_AT_ONCE):
            rows = _rows(source, *_ends(numbers, at))
            write_rows(source, rows)
            if progress:
                progress(len(rows))
        # Without it, it could not be taken back: somebody would still be at it.
        source.finished_at = timezone.now()
        source.save(update_fields=["finished_at"])
        _end(source, State.DONE)


def _continue(source: ClusterImport, before: str, after: str, steps: list[list[Any]]) -> None:
    with transaction.atomic():
        locked = ClusterImport.objects.select_for_update().get(pk=source.pk)
        if locked.state != before or not locked.finished_at:
            return
        locked.state, locked.options = after, source.options
        locked.steps, locked.done, locked.report = steps, 0, []
        locked.finished_at = locked.alive_at = None
        locked.save()
        # In one transaction: or it would wait for ever after a crash in between.
        locked.enqueue()
    source.refresh_from_db()


def _end(source: ClusterImport, state: str) -> None:
    source.state = state
    source.save(update_fields=["state", "file", "problems", "ignored", "unchanged"])


def _rows(source: ClusterImport, first: int, last: int) -> list[ClusterImportRow]:
    return list(source.rows.filter(number__gte=first, number__lte=last).select_related("before"))


def _ends(numbers: list[int], at: int) -> tuple[int, int]:
    some = numbers[at : at + WRITTEN_AT_ONCE]
    return some[0], some[-1]


def _end_of_work(source: ClusterImport, state: State) -> str:
    """Come to a state, or to the one that says that rows could not be taken back. Returns what was done."""
    count = source.written().count()
    if state == State.DONE:
        text = ngettext("%(count)d row was imported.", "%(count)d rows were imported.", count)
    elif count:
        state = State.PARTLY
        text = ngettext(
            "%(count)d row stays imported: it could not be taken back.",
            "%(count)d rows stay imported: they could not be taken back.",
            count,
        )
    elif state == State.FAILED:
        text = _("Everything that was written before is taken back.")
    else:
        count = source.options["to_undo"]
        text = ngettext("%(count)d row was taken back.", "%(count)d rows were taken back.", count)
    _end(source, state)
    return text % {"count": count}
