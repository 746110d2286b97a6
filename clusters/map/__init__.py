"""The map of Europe and its neighbours: countries with the counts of a search, clusters where they are.

The countries' shapes are made by ``scripts/map`` from public-domain data; its README says what is repaired.
"""

import dataclasses
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from portal.constellation.projection import Frame
from search.collation import sort_key
from search.facets import FacetValue
from search.results import Hit, Results

_SHAPES = Path(__file__).parent / "europe.json"
# Units of air around the countries that were chosen, and the least that is shown of the map.
_AIR = 25
_LEAST_WIDTH = 220
# Units between clusters of one town.
_APART = 5
# The least counts of the shades, so that a country with one cluster differs from one with many.
_SHADES = (1, 3, 6, 12)
# Of a cluster's point on the whole map.
_RADIUS = 4

MOST_POINTS = 150
"""Clusters drawn as points, a page of them at a time: as many as the drawing may weigh."""


@dataclass(frozen=True)
class Country:
    """A country on the map.

    Attributes:
        shape: SVG path data.
        value: the value of the country facet, None where no cluster is and none was.
    """

    code: str
    shape: str
    value: FacetValue | None

    @property
    def shade(self) -> int:
        """How dark it is drawn, 0 to 4."""
        return sum(self.value.count >= least for least in _SHADES) if self.value else 0


@dataclass(frozen=True)
class Place:
    """Where a cluster is, in units of the drawing."""

    hit: Hit
    x: float
    y: float


@dataclass(frozen=True)
class Map:
    """A drawing of a search.

    Attributes:
        view: left, top, width and height of what is shown.
        countries: all of them; those with a value last, so that their outlines lie on top, by their names:
            who goes through the map with the keyboard meets them in the order of the list.
        places: one for each cluster whose place is known and on the map.
        beyond: clusters of this page of the result that are not on it.
        parted: whether there are more pages of the result.
        base: address before the query strings of the countries; "" for the page itself.
        named: codes of the countries that a small map is about.
    """

    view: tuple[int, int, int, int]
    countries: list[Country]
    places: list[Place]
    beyond: int = 0
    parted: bool = False
    base: str = ""
    named: tuple[str, ...] = ()

    @property
    def view_box(self) -> str:
        """What is shown, as SVG wants it."""
        return " ".join(map(str, self.view))

    @property
    def whole_box(self) -> str:
        """The whole map, as SVG wants it."""
        return f"0 0 {_frame().width} {_frame().height}"

    @property
    def whole_radius(self) -> int:
        """Of a point on the whole map, in units."""
        return _RADIUS

    @property
    def radius(self) -> float:
        """Of a point, in units: the same on the screen however close the view is."""
        return round(_RADIUS * self.view[2] / _frame().width, 2)


@lru_cache(maxsize=1)
def _data() -> Mapping[str, dict[str, Any]]:
    data: Mapping[str, dict[str, Any]] = json.loads(_SHAPES.read_text())
    return data


@lru_cache(maxsize=1)
def _frame() -> Frame:
    return Frame(**_data()["frame"])


def shapes() -> Mapping[str, str]:
    """SVG path data by ISO 3166-1 code."""
    return _data()["countries"]


def place(latitude: float, longitude: float) -> tuple[float, float] | None:
    """Where a place is on the drawing, None when it lies outside."""
    x, y = _frame().place(latitude, longitude)
    return (x, y) if 0 <= x <= _frame().width and 0 <= y <= _frame().height else None


def rings(shape: str) -> list[list[tuple[int, int]]]:
    """The outlines in path data as points. Reads only what ``scripts/map`` writes: M, relative l, z."""
    found = []
    for ring in shape.split("M")[1:]:
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        points = [(numbers[0], numbers[1])]
        for step_x, step_y in zip(numbers[2::2], numbers[3::2], strict=True):
            points.append((points[-1][0] + step_x, points[-1][1] + step_y))
        found.append(points)
    return found


@lru_cache(maxsize=256)
def _bounds(code: str) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a country's largest outline, whatever its islands."""
    points = max(rings(shapes()[code]), key=len)
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def draw(results: Results) -> Map:
    """The map of a search: its country facet as countries, its hits as points.

    What is shown closes in on the countries that the visitor chose.
    """
    values = {
        value.code: value for facet in results.facets if facet.name == "country" for value in facet.values
    }
    countries = [Country(code, shape, values.get(code)) for code, shape in shapes().items()]
    language = results.criteria.language

    def order(country: Country) -> tuple[bool, str]:
        name = country.value.label if country.value else country.code
        return country.value is not None, sort_key(name, language)

    places = _places(results.hits)
    return Map(
        view=_view(results.criteria.filters.get("country", ())),
        countries=sorted(countries, key=order),
        places=places,
        beyond=len(results.hits) - len(places),
        parted=results.total > len(results.hits),
    )


def draw_countries(results: Results, base: str) -> Map:
    """The countries of a search alone, without points; their links lead to the listing at ``base``."""
    whole = draw(dataclasses.replace(results, hits=[]))
    return dataclasses.replace(whole, parted=False, base=base)


def draw_around(codes: Sequence[str], hits: Iterable[Hit]) -> Map:
    """A small map: what lies around some countries, with clusters as points. Its countries are no links.

    Arguments:
        codes: of the countries it is about; those that are not on the map are left out.
        hits: the clusters.
    """
    known = tuple(code for code in codes if code in shapes())
    view = _view(known)
    near = [code for code in shapes() if _overlaps(_extent(code), view)]
    return Map(
        view=view,
        countries=[
            Country(code, shapes()[code], None) for code in sorted(near, key=lambda c: (c in known, c))
        ],
        places=_places(hits),
        named=known,
    )


def _overlaps(box: tuple[int, int, int, int], view: tuple[int, int, int, int]) -> bool:
    left, top, right, bottom = box
    return left < view[0] + view[2] and right > view[0] and top < view[1] + view[3] and bottom > view[1]


@lru_cache(maxsize=256)
def _extent(code: str) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a country with all its islands."""
    xs, ys = zip(*(point for ring in rings(shapes()[code]) for point in ring), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _view(chosen: Sequence[str]) -> tuple[int, int, int, int]:
    frame = _frame()
    boxes = [_bounds(code) for code in chosen if code in shapes()]
    if not boxes:
        return 0, 0, frame.width, frame.height
    left, top = min(box[0] for box in boxes) - _AIR, min(box[1] for box in boxes) - _AIR
    right, bottom = max(box[2] for box in boxes) + _AIR, max(box[3] for box in boxes) + _AIR
    # The same proportions as the whole map, so that the page does not jump.
    width = min(max(right - left, (bottom - top) * frame.width / frame.height, _LEAST_WIDTH), frame.width)
    height = width * frame.height / frame.width
    x = min(max((left + right - width) / 2, 0), frame.width - width)
    y = min(max((top + bottom - height) / 2, 0), frame.height - height)
    return round(x), round(y), round(width), round(height)


def _places(hits: Iterable[Hit]) -> list[Place]:
    at: dict[tuple[float, float], list[Hit]] = {}
    for hit in hits:
        latitude, longitude = hit.data.get("lat"), hit.data.get("lon")
        spot = None if latitude is None or longitude is None else place(latitude, longitude)
        if spot:
            at.setdefault((round(spot[0], 1), round(spot[1], 1)), []).append(hit)
    places = []
    for (x, y), together in at.items():
        for number, hit in enumerate(together):
            # Several in one town: side by side in a row, none hidden.
            places.append(Place(hit, x + _APART * (number - (len(together) - 1) / 2), y))
    return places
