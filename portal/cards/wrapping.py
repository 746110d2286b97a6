"""Words in lines of a width, in the largest size that fits. No picture."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Measure = Callable[[str], float]
"""Width of a text in pixels."""


@dataclass(frozen=True)
class Fitted:
    """Lines and the size of their letters in pixels."""

    lines: Sequence[str]
    size: int


def fitted(
    text: str, measure: Callable[[int], Measure], sizes: Sequence[tuple[int, int]], width: float
) -> Fitted:
    """The text in the first size that holds it whole; in the last size cut with an ellipsis if need be.

    Arguments:
        text: words with spaces.
        measure: makes the measure of a size.
        sizes: (size in pixels, most lines), the largest first.
        width: of a line in pixels.
    """
    for size, most in sizes:
        own = measure(size)
        if all(own(word) <= width for word in text.split()):
            lines = wrapped(text, own, width)
            if len(lines) <= most:
                return Fitted(lines, size)
    size, most = sizes[-1]
    own = measure(size)
    lines = wrapped(text, own, width)
    if len(lines) > most:
        lines = [*lines[: most - 1], shortened(" ".join(lines[most - 1 :]), own, width)]
    return Fitted(lines, size)


def wrapped(text: str, measure: Measure, width: float) -> list[str]:
    """Lines no wider than the width; a word that is wider alone is broken with a hyphen."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if measure(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *broken, line = _broken(word, measure, width)
        lines += broken
    return [*lines, line] if line else lines


def shortened(text: str, measure: Measure, width: float) -> str:
    """As many words of the text as fit, with an ellipsis where something is missing."""
    if measure(text) <= width:
        return text
    kept = text
    while kept and measure(f"{kept}…") > width:
        kept = kept[:-1].rstrip()
    words, _space, rest = kept.rpartition(" ")
    return f"{words if rest and words else kept}…"


def _broken(word: str, measure: Measure, width: float) -> list[str]:
    parts = []
    while measure(word) > width:
        # At least one letter a line, however narrow.
        end = max(1, next(n for n in range(len(word), 0, -1) if n == 1 or measure(f"{word[:n]}-") <= width))
        parts.append(f"{word[:end]}-")
        word = word[end:]
    return [*parts, word]
