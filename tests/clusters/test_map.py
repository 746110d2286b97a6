"""The map: where places lie, which country is whose, and that it follows the search."""

import gzip
import re

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import override

from clusters.map import MOST_POINTS, draw, draw_around, place, rings, shapes
from clusters.models import ClusterPage
from demo.synthetic.clusters import synthetic_cluster
from search.criteria import Criteria
from search.facets import FacetCounts, FacetValue, ValueGroup
from search.outbox import build_stale
from search.results import Hit, Results
from tests import builders
from vocabularies.registry import get_vocabulary

# Latitude, longitude and the country that a place must lie in.
PLACES = {
    "Simferopol": (44.95, 34.10, "UA"),
    "Sevastopol": (44.58, 33.55, "UA"),
    "Kyiv": (50.45, 30.52, "UA"),
    "Famagusta": (35.14, 33.92, "CY"),
    "Nicosia": (35.10, 33.37, "CY"),
    "Kyrenia inland": (35.27, 33.35, "CY"),
    "Pristina": (42.66, 21.17, "XK"),
    "Belgrade": (44.75, 20.50, "RS"),
    "Skopje": (42.00, 21.43, "MK"),
    "Berlin": (52.52, 13.40, "DE"),
    "Paris": (48.85, 2.35, "FR"),
    "Madrid": (40.42, -3.70, "ES"),
    "Rostov": (47.60, 40.20, "RU"),
}


def inside(point, ring) -> bool:
    """Even-odd rule: whether a ray from the point crosses the outline an odd number of times."""
    x, y = point
    crossings = 0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            crossings += 1
    return crossings % 2 == 1


@pytest.mark.parametrize("name", PLACES)
def test_a_place_lies_in_its_country_and_in_no_other(name):
    latitude, longitude, country = PLACES[name]
    point = place(latitude, longitude)
    assert [code for code, shape in shapes().items() if any(inside(point, r) for r in rings(shape))] == [
        country
    ]


def test_no_shape_is_a_state_that_the_portal_does_not_know():
    from vocabularies.countries import COUNTRY_CODES

    assert set(shapes()) <= set(COUNTRY_CODES)


def test_a_place_far_away_is_not_on_the_map():
    assert place(-33.9, 18.4) is None


@pytest.fixture
def map_page(client):
    builders.cluster_page("Here", country="DE", latitude=48.78, longitude=9.18, sectors=["digital"])
    builders.cluster_page("Nowhere", country="FR", sectors=["health"])
    build_stale()
    return lambda query="", language="en": client.get(
        f"/{language}/clusters/?view=map&{query}"
    ).content.decode()


def drawing(html) -> str:
    return re.search(r'<svg viewBox="[^"]+" role="group".*?</svg>', html, re.DOTALL)[0]


def counts(html) -> dict[str, int]:
    return {code: int(n) for code, n in re.findall(r'data-country="(\w\w)" data-count="(\d+)"', html)}


@pytest.mark.django_db
def test_countries_are_links_with_the_counts_of_the_search(map_page):
    assert counts(map_page()) == {"DE": 1, "FR": 1}
    assert counts(map_page("sector=digital")) == {"DE": 1, "FR": 0}


@pytest.mark.django_db
def test_countries_come_in_the_order_of_their_names_as_the_language_sorts_them(map_page, client):
    for code in ("AT", "PT"):
        builders.cluster_page(f"In {code}", country=code)
    builders.home("de")
    build_stale()
    in_german = ["Deutschland", "Frankreich", "Österreich", "Portugal"]
    assert re.findall(r"<title>(\w+) \(1\)</title>", drawing(map_page("", "de"))) == in_german
    listed = client.get("/de/").content.decode().split('class="countries"')[1].split("</ul>")[0]
    assert re.findall(r"<span>(\w+)</span>", listed) == in_german


@pytest.mark.django_db
def test_a_cluster_without_a_place_is_in_the_list_and_said_to_be_missing_on_the_map(map_page):
    html = map_page()
    assert html.count("map__place") == 1
    assert "1 cluster of the list below is not on the map" in html
    assert 'data-cluster="nowhere"' in html


@pytest.mark.django_db
def test_the_map_closes_in_on_the_chosen_country(map_page):
    whole = re.search(r'<svg viewBox="([^"]+)" role="group"', map_page())[1].split()
    close = re.search(r'<svg viewBox="([^"]+)" role="group"', map_page("country=DE"))[1].split()
    assert int(close[2]) < int(whole[2]) / 2


@pytest.mark.django_db
def test_numbers_of_the_drawing_are_not_written_as_the_language_writes_them(map_page):
    assert re.search(r'<circle cx="[\d.]+" cy="[\d.]+" r="[\d.]+"/>', drawing(map_page("country=DE", "fr")))


def test_the_map_weighs_at_most_25_kilobytes_with_every_country_and_as_many_places_as_it_draws():
    criteria = Criteria(kind="cluster", language="de", text="Energie", view="map")
    with override("de"):
        labels = {code: get_vocabulary("country").label(code) for code in shapes()}
        values = [
            FacetValue("country", code, label, number + 1, False, criteria)
            for number, (code, label) in enumerate(labels.items())
        ]
        found = Results(
            criteria=criteria,
            hits=[some_hit(number) for number in range(1, MOST_POINTS + 1)],
            total=MOST_POINTS + 1,
            engine="database",
            facets=[FacetCounts("country", "Land", [ValueGroup("", values)])],
        )
        html = render_to_string("clusters/map.html", {"map": draw(found)})
    assert html.count("map__place") == MOST_POINTS
    assert len(gzip.compress(html.encode())) <= 25_000


def some_hit(number: int) -> Hit:
    """A cluster with a name, an address and a town of its own, somewhere in its country."""
    made = synthetic_cluster(number, seed=1)
    country = slugify(get_vocabulary("country").label(made.country, "en"))
    name = re.sub(r"^Synthetic cluster \d+ ", "", made.title)
    return Hit(
        key=made.key,
        kind="cluster",
        slug=slugify(name),
        title=f"{name} Cluster",
        summary="",
        title_marked=SafeString(name),
        summary_marked=SafeString(""),
        excerpt=SafeString(""),
        language="de",
        url=f"/de/clusters/{country}/{slugify(name)}-cluster/",
        languages=["de"],
        facets={},
        sort={},
        data={
            "lat": made.facts["latitude"],
            "lon": made.facts["longitude"],
            "city": made.facts["city"],
        },
    )


@pytest.mark.django_db
def test_a_place_has_its_clusters_name_and_a_country_that_of_the_visitors_language(map_page):
    drawn = drawing(map_page("", "fr"))
    assert re.findall(r'class="map__place".*?<title>([^<]+)</title>', drawn) == ["Here"]
    assert 'aria-label="Allemagne' in drawn
    assert "<title>Allemagne (1)</title>" in drawn


@pytest.mark.django_db
def test_below_every_map_it_says_that_boundaries_imply_no_position(client, map_page):
    event = builders.event_page(country=["DE"])
    build_stale()
    country = ClusterPage.objects.get(slug="here").get_parent()
    for path in ("/en/clusters/?view=map", "/en/", country.url, event.url):
        (figure,) = re.findall(
            r'<figure class="map".*?</figure>', client.get(path).content.decode(), re.DOTALL
        )
        caption = figure.split("<figcaption>")[1]
        assert "Boundaries are simplified and imply no position on the status of any territory" in caption


def test_a_small_map_shows_its_countries_with_their_neighbours_close_by():
    small = draw_around(["PT", "XX"], [])
    drawn = [country.code for country in small.countries]
    assert small.named == ("PT",)
    # Last, so that its outline lies on top.
    assert drawn[-1] == "PT"
    assert "ES" in drawn
    assert "FI" not in drawn
    left, top, width, height = small.view
    x, y = place(38.72, -9.14)
    assert left < x < left + width
    assert top < y < top + height
    assert width < draw_around(["PT", "FI"], []).view[2]


def test_a_small_map_of_no_country_that_is_on_the_map_is_not_drawn():
    assert draw_around(["XX"], []).named == ()
    assert render_to_string("clusters/small_map.html", {"map": draw_around([], [])}).strip() == ""
