"""What a file of any format says, once it is read: the translation it is for and its entries."""

from dataclasses import dataclass, field


class FileError(ValueError):
    """A file that cannot be read at all; the message says what is wrong and what was expected.

    Arguments:
        message: a sentence for the person who uploaded it.
        segment: place in the file or key of the unit, "" when it is the whole file.
    """

    def __init__(self, message: str, segment: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.segment = segment


@dataclass(frozen=True)
class Entry:
    """A text that came back.

    Arguments:
        key: of its unit, see ``units.unit_key``.
        place: how a message names it.
        source: the text it translates, as HTML.
        target: the translation, as HTML; "" when there is none.
        confirmed: True when the file says that it is finished, False when it says that it is not,
            None when it says nothing.
    """

    key: str
    place: str
    source: str
    target: str
    confirmed: bool | None


@dataclass(frozen=True)
class Sheet:
    """The texts of one page in one language, as a file has them.

    Arguments:
        name: of the file.
        uuid: of the translation.
        source_language, target_language: codes, "" when the file says nothing.
        tool: how the history names the origin.
    """

    name: str
    uuid: str
    source_language: str
    target_language: str
    tool: str
    entries: list[Entry] = field(default_factory=list)
