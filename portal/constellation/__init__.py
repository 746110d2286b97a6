"""The portal's motif: places drawn as stars, where they are, joined where they share something.

Pure geometry. The same stars always give the same drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.constellation.naming import Name, names
from portal.constellation.projection import Frame, grid, project
from portal.constellation.stars import Bond, Point, Star, Style, bonds, place_stars

__all__ = ["CLOSE", "MOST_STARS", "WHOLE", "Sky", "Star", "Style", "draw"]

EUROPE = ((35.0, -9.0), (35.0, 33.0), (66.0, -21.0), (66.0, 30.0))
"""Corners (latitude, longitude) of what is shown when there is nothing to show."""

MOST_STARS = 400
WHOLE = Style()
CLOSE = Style(width=480, size=1.7, letters=1.25, codes=3, reach=2.0)


@dataclass(frozen=True)
class Sky:
    """A finished drawing: its frame, the grid of latitudes and longitudes as SVG paths, and what is on it."""

    frame: Frame
    grid: tuple[str, ...]
    bonds: tuple[Bond, ...]
    points: tuple[Point, ...]
    names: tuple[Name, ...]


def draw(stars: Sequence[Star], style: Style = WHOLE) -> Sky:
    """Draw the stars; of more than 400, evenly picked ones."""
    stars = stars[:: len(stars) // MOST_STARS + 1]
    corners = [(star.latitude, star.longitude) for star in stars] or EUROPE
    frame = Frame.around([project(*corner) for corner in corners], style.width, style.least)
    points = place_stars(stars, frame, style.size)
    return Sky(
        frame=frame,
        grid=grid(frame),
        bonds=bonds(stars, points, style),
        points=points,
        names=names(stars, points, frame, style.letters),
    )
