"""What is wrong with a file, for people."""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from portal.characters import without_controls

MOST_PROBLEMS = 10_000
"""Whoever has more of them is told so; collecting them all would need more memory than there is."""
_LONGEST_VALUE = 80


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Arguments:
        row: number of the row as a spreadsheet counts, 0 for the file as a whole.
        column: name of the column, empty for a row as a whole.
        value: what is there.
        expected: what was expected instead.
    """

    row: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        parts = [_("Row %(row)d") % {"row": self.row} if self.row else _("File"), self.column]
        value = f"“{self.value[:_LONGEST_VALUE]}”" if self.value else ""
        return ", ".join(filter(None, [*parts, value])) + f": {self.expected}"

    def as_json(self) -> dict[str, object]:
        """Plain values, as PostgreSQL stores them."""
        return asdict(self) | {"value": without_controls(self.value[:_LONGEST_VALUE])}


def cut(problems: list[Problem]) -> list[Problem]:
    """The first problems, and that there are more."""
    if len(problems) <= MOST_PROBLEMS:
        return problems
    return [*problems[:MOST_PROBLEMS], Problem(0, "", "", _("There are more problems; mend these first."))]


class FileProblem(Exception):
    """The file cannot be read at all, or not as a table. Its text says why, and what is expected."""
