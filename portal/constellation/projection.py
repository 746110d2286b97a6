"""Where places are on a drawing: the projection, the frame and the grid of latitudes and longitudes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians, sin, sqrt

EARTH_RADIUS = 6371.0
"""Mean radius of the Earth in kilometres."""

CENTRE = (52.0, 10.0)
"""Latitude and longitude in whose middle maps of Europe are usually drawn (that of ETRS89-LAEA)."""


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
