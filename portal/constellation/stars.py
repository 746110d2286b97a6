"""Stars and the lines between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, sin, sqrt

from portal.constellation.projection import Frame

SAME_PLACE_STEP = 7.0
GOLDEN_ANGLE = 2.399963


@dataclass(frozen=True)
class Star:
    """A place to draw.

    Arguments:
        latitude, longitude: degrees.
        shares: codes that join it with others, the most important first.
        members: how big it is, None when unknown.
        region: name of the area it is in; areas are named on the drawing.
    """

    latitude: float
    longitude: float
    shares: tuple[str, ...] = ()
    members: int | None = None
    region: str = ""


@dataclass(frozen=True)
class Point:
    """A drawn star: centre and radius in units of the drawing, and its most important code."""

    x: float
    y: float
    radius: float
    code: str = ""


@dataclass(frozen=True)
class Bond:
    """A line between two stars and the code they share."""

    x1: float
    y1: float
    x2: float
    y2: float
    shared: str


@dataclass(frozen=True)
class Style:
    """How a sky is drawn.

    Arguments:
        width: of the drawing, in its units; the height follows.
        least: kilometres that the drawing shows at least.
        size: factor for the stars.
        letters: factor for the letters of names.
        codes: how many codes of a star join it with others.
        reach: the longest line, as a part of the width.
    """

    width: int = 720
    least: float = 250.0
    size: float = 1.0
    letters: float = 1.0
    codes: int = 1
    reach: float = 0.3


def place_stars(stars: Sequence[Star], frame: Frame, size: float) -> tuple[Point, ...]:
    """The stars on the drawing. Those at one place are set around it, so that each is seen."""
    taken: dict[tuple[int, int], int] = {}
    points = []
    for star in stars:
        x, y = frame.place(star.latitude, star.longitude)
        spot = (round(x / SAME_PLACE_STEP), round(y / SAME_PLACE_STEP))
        nth = taken.get(spot, 0)
        taken[spot] = nth + 1
        away = SAME_PLACE_STEP * size * sqrt(nth)
        x, y = x + away * cos(nth * GOLDEN_ANGLE), y + away * sin(nth * GOLDEN_ANGLE)
        code = star.shares[0] if star.shares else ""
        points.append(Point(round(x, 1), round(y, 1), round(magnitude(star.members) * size, 1), code))
    return tuple(points)


def magnitude(members: int | None) -> float:
    """Radius of a star: four steps, as in star atlases."""
    for least, radius in ((200, 5.0), (100, 4.0), (1, 3.2)):
        if members and members >= least:
            return radius
    return 2.6


def bonds(stars: Sequence[Star], points: Sequence[Point], style: Style) -> tuple[Bond, ...]:
    """For each code, the shortest lines that hold its stars together; two stars are joined once."""
    by_code: dict[str, list[int]] = {}
    for index, star in enumerate(stars):
        for code in star.shares[: style.codes]:
            by_code.setdefault(code, []).append(index)
    lines: dict[frozenset[int], Bond] = {}
    for code, members in sorted(by_code.items()):
        for first, second in spanning_lines([points[index] for index in members]):
            one, other = points[members[first]], points[members[second]]
            if hypot(one.x - other.x, one.y - other.y) <= style.reach * style.width:
                pair = frozenset({members[first], members[second]})
                lines.setdefault(pair, Bond(one.x, one.y, other.x, other.y, code))
    return tuple(lines.values())


def spanning_lines(points: Sequence[Point]) -> list[tuple[int, int]]:
    """Pairs of points that make the shortest tree through all of them (Prim's algorithm)."""
    waiting = dict.fromkeys(range(1, len(points)), 0)
    pairs = []
    while waiting:

        def length(index: int) -> float:
            near = points[waiting[index]]
            return hypot(points[index].x - near.x, points[index].y - near.y)

        added = min(waiting, key=length)
        pairs.append((waiting.pop(added), added))
        for index, near in waiting.items():
            new, old = points[added], points[near]
            here = points[index]
            if hypot(here.x - new.x, here.y - new.y) < hypot(here.x - old.x, here.y - old.y):
                waiting[index] = added
    return pairs
