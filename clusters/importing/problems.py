"""What is wrong with a file, for people."""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

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
        """Plain values."""
        return asdict(self)


class FileProblem(Exception):
    """The file cannot be read at all, or not as a table. Its text says why, and what is expected."""
