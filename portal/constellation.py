"""The portal's motif: places drawn as stars, where they are, joined where they share something.

Pure geometry. The same stars always give the same drawing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin, sqrt

EARTH_RADIUS = 6371.0
"""Mean radius of the Earth in kilometres."""

CENTRE = (52.0, 10.0)
"""Latitude and longitude in whose middle maps of Europe are usually drawn (that of ETRS89-LAEA)."""

EUROPE = ((35.0, -9.0), (35.0, 33.0), (66.0, -21.0), (66.0, 30.0))
"""Corners (latitude, longitude) of what is shown when there is nothing to show."""

MOST_STARS = 400
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
    """Something round: centre and radius in units of the drawing."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Bond:
    """A line between two stars and the code they share."""

    x1: float
    y1: float
    x2: float
    y2: float
    shared: str


@dataclass(frozen=True)
class Name:
    """A name and the middle of its base line."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Sky:
    """A finished drawing: its size, the grid of latitudes and longitudes as SVG paths, and what is on it."""

    width: int
    height: int
    grid: tuple[str, ...]
    bonds: tuple[Bond, ...]
    points: tuple[Point, ...]
    names: tuple[Name, ...]


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Kilometres east and south of the centre, in Lambert's azimuthal equal-area projection of a sphere.

    Source: J. P. Snyder, Map Projections - A Working Manual, 1987, equations 22-4 and 24-2 to 24-4.
    """
    phi, phi0 = radians(latitude), radians(CENTRE[0])
    turn = radians(longitude - CENTRE[1])
    scale = sqrt(2 / (1 + sin(phi0) * sin(phi) + cos(phi0) * cos(phi) * cos(turn)))
    east = EARTH_RADIUS * scale * cos(phi) * sin(turn)
    north = EARTH_RADIUS * scale * (cos(phi0) * sin(phi) - sin(phi0) * cos(phi) * cos(turn))
    return east, -north


@dataclass(frozen=True)
class Frame:
    """The part of the projected plane that is drawn, and how large."""

    west: float
    top: float
    scale: float
    width: int
    height: int

    @classmethod
    def around(cls, places: Iterable[tuple[float, float]], width: int, least: float) -> "Frame":
        """The frame that holds all places with some air around them.

        Arguments:
            places: projected, in kilometres; at least one.
            width: of the drawing, in its units.
            least: the frame shows at least so many kilometres in both directions.
        """
        xs, ys = zip(*places, strict=True)
        air = max(max(xs) - min(xs), max(ys) - min(ys), least) * 0.06
        across = max(max(xs) - min(xs), least) + 2 * air
        down = max(max(ys) - min(ys), least * 0.75) + 2 * air
        scale = width / across
        west = (min(xs) + max(xs) - across) / 2
        top = (min(ys) + max(ys) - down) / 2
        return cls(west, top, scale, width, round(down * scale))

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a place is on the drawing."""
        east, south = project(latitude, longitude)
        return (east - self.west) * self.scale, (south - self.top) * self.scale


def draw(stars: Sequence[Star], width: int = 720, least: float = 250.0) -> Sky:
    """Draw the stars.

    Arguments:
        stars: places; of more than 400, evenly picked ones are drawn.
        width: of the drawing, in its units; the height follows.
        least: kilometres that the drawing shows at least.
    """
    stars = stars[:: len(stars) // MOST_STARS + 1]
    corners = [(star.latitude, star.longitude) for star in stars] or EUROPE
    frame = Frame.around([project(*corner) for corner in corners], width, least)
    points = place_stars(stars, frame)
    return Sky(
        width=frame.width,
        height=frame.height,
        grid=grid(frame),
        bonds=bonds(stars, points, reach=frame.width * 0.42),
        points=points,
        names=names(stars, points, frame),
    )


def place_stars(stars: Sequence[Star], frame: Frame) -> tuple[Point, ...]:
    """The stars on the drawing. Those at one place are set around it, so that each is seen."""
    taken: dict[tuple[int, int], int] = {}
    points = []
    for star in stars:
        x, y = frame.place(star.latitude, star.longitude)
        spot = (round(x / SAME_PLACE_STEP), round(y / SAME_PLACE_STEP))
        nth = taken.get(spot, 0)
        taken[spot] = nth + 1
        away = SAME_PLACE_STEP * sqrt(nth)
        x, y = x + away * cos(nth * GOLDEN_ANGLE), y + away * sin(nth * GOLDEN_ANGLE)
        points.append(Point(round(x, 1), round(y, 1), magnitude(star.members)))
    return tuple(points)


def magnitude(members: int | None) -> float:
    """Radius of a star: four steps, as in star atlases."""
    for least, radius in ((200, 5.0), (100, 4.0), (1, 3.2)):
        if members and members >= least:
            return radius
    return 2.6


def bonds(stars: Sequence[Star], points: Sequence[Point], reach: float) -> tuple[Bond, ...]:
    """For each code, the shortest lines that hold its stars together; none longer than ``reach``."""
    lines = []
    by_code: dict[str, list[int]] = {}
    for index, star in enumerate(stars):
        for code in star.shares[:1]:
            by_code.setdefault(code, []).append(index)
    for code, members in sorted(by_code.items()):
        for first, second in spanning_lines([points[index] for index in members]):
            one, other = points[members[first]], points[members[second]]
            if hypot(one.x - other.x, one.y - other.y) <= reach:
                lines.append(Bond(one.x, one.y, other.x, other.y, code))
    return tuple(lines)


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


def names(stars: Sequence[Star], points: Sequence[Point], frame: Frame) -> tuple[Name, ...]:
    """Names of the areas, the ones with most stars first, as far as they do not run into each other."""
    areas: dict[str, list[Point]] = {}
    for star, point in zip(stars, points, strict=True):
        if star.region:
            areas.setdefault(star.region, []).append(point)
    placed: list[Name] = []
    for text, members in sorted(areas.items(), key=lambda area: (-len(area[1]), area[0])):
        half = len(text) * 4.0
        x = sum(point.x for point in members) / len(members)
        x = min(max(x, half + 4), frame.width - half - 4)
        y = min(max(point.y for point in members) + 18, frame.height - 4)
        free = all(
            abs(name.y - y) > 18 or abs(name.x - x) > half + len(name.text) * 4.0 + 6 for name in placed
        )
        if free and half * 2 < frame.width:
            placed.append(Name(round(x, 1), round(y, 1), text))
    return tuple(placed)


def grid(frame: Frame) -> tuple[str, ...]:
    """Lines of latitude and longitude as SVG path data, as dense as the frame is wide."""
    kilometres = frame.width / frame.scale
    step = next((step for least, step in ((2500, 10), (1200, 5), (500, 2)) if kilometres > least), 1)
    latitudes = range(0, 86, step)
    longitudes = range(-60, 86, step)
    lines = [[frame.place(latitude, longitude) for longitude in longitudes] for latitude in latitudes]
    lines += [[frame.place(latitude, longitude) for latitude in latitudes] for longitude in longitudes]
    return tuple(path for line in lines if (path := path_inside(line, frame)))


def path_inside(line: Sequence[tuple[float, float]], frame: Frame) -> str:
    """SVG path data of the part of a line that is inside the frame or enters it; "" when none is."""
    inside = [-1 <= x <= frame.width + 1 and -1 <= y <= frame.height + 1 for x, y in line]
    if not any(inside):
        return ""
    first = max(inside.index(True) - 1, 0)
    last = len(inside) - inside[::-1].index(True)
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in line[first : last + 1])
