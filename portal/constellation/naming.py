"""Names of areas, set beside their stars where nothing is in the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot

from portal.constellation.projection import Frame
from portal.constellation.stars import Point, Star

HALF_LETTER = 3.9
"""Half the width of a letter of average width, in units of a drawing with letters of size 1."""

LETTER_HEIGHT = 10.0


@dataclass(frozen=True)
class Name:
    """A name and the middle of its base line."""

    x: float
    y: float
    text: str


def names(stars: Sequence[Star], points: Sequence[Point], frame: Frame, letters: float) -> tuple[Name, ...]:
    """Names of the areas, those with most stars first, each beside its stars where nothing is in the way."""
    areas: dict[str, list[Point]] = {}
    for star, point in zip(stars, points, strict=True):
        if star.region:
            areas.setdefault(star.region, []).append(point)
    taken = [Box(point.x - 4, point.y - 4, point.x + 4, point.y + 4) for point in points]
    placed: list[Name] = []
    for text, members in sorted(areas.items(), key=lambda area: (-len(area[1]), area[0])):
        half, height = len(text) * HALF_LETTER * letters, LETTER_HEIGHT * letters
        for x, y in places_beside(members, half, height):
            box = Box(x - half, y - height, x + half, y + 3)
            if box.inside(frame) and not any(box.meets(other) for other in taken):
                placed.append(Name(round(x, 1), round(y, 1), text))
                taken.append(box)
                break
    return tuple(placed)


@dataclass(frozen=True)
class Box:
    """A part of the drawing that something covers."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether both cover a point."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def inside(self, frame: Frame) -> bool:
        """Whether all of it is drawn."""
        return self.left > 0 and self.top > 0 and self.right < frame.width and self.bottom < frame.height


def places_beside(points: Sequence[Point], half: float, height: float) -> Iterator[tuple[float, float]]:
    """Middles of base lines for a name of ``half`` its width beside some stars, the best first."""
    middle = Point(
        sum(point.x for point in points) / len(points), sum(point.y for point in points) / len(points), 0
    )
    anchors = sorted(points, key=lambda point: hypot(point.x - middle.x, point.y - middle.y))
    for anchor in [middle, *anchors]:
        for away in (6, 16):
            yield anchor.x, anchor.y + height + away
            yield anchor.x, anchor.y - away - 3
            yield anchor.x + half + away + 3, anchor.y + 4
            yield anchor.x - half - away - 3, anchor.y + 4
