"""The titles of series as labels of their events."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from events.series import SeriesTitles
from search import facets
from search.criteria import Criteria
from search.models import SearchDocument
from search.outbox import build_stale
from search.service import search
from tests import builders

pytestmark = pytest.mark.django_db


def labels(language: str, **filters: tuple[str, ...]) -> dict[str, str]:
    """Labels of the facet "series" of the event listing, by slug."""
    results = search(Criteria(kind="event", language=language, filters=filters))
    facet = next(facet for facet in results.facets if facet.name == "series")
    return {value.code: value.label for value in facet.values}


def test_the_titles_are_read_once_however_many_series_there_are(django_assert_num_queries):
    for number in range(4):
        series = builders.event_series(f"series-{number}")
        builders.event_page(f"Meeting {number}", series=series)
    titles = SeriesTitles()
    with django_assert_num_queries(1):
        assert [titles.label(f"series-{number}", "en") for number in range(4)] == [
            f"Series-{number}" for number in range(4)
        ]
        assert titles.labels("series-0")["de"] == "Series-0"


@pytest.mark.parametrize("number", [1, 6])
def test_a_search_reads_the_titles_once(number):
    for each in range(number):
        builders.event_page(f"Meeting {each}", series=builders.event_series(f"series-{each}"))
    build_stale()
    with CaptureQueriesContext(connection) as captured:
        assert len(labels("en")) == number
    assert len([query for query in captured if 'FROM "events_eventseriespage"' in query["sql"]]) == 1


def test_titles_that_are_read_anew_each_time_take_no_place_in_memory():
    builders.event_page("Meeting", series=builders.event_series("missions"))
    build_stale()
    assert labels("en") == {"missions": "Missions"}
    kept = facets._kept_in_order.cache_info().currsize
    assert labels("en") == {"missions": "Missions"}
    assert facets._kept_in_order.cache_info().currsize == kept


def test_a_series_is_listed_by_its_title_in_the_readers_language():
    series = builders.event_series("missions", title="Missions")
    builders.event_page("Meeting", series=series)
    builders.translate(series, "fr", prefix="fr: ")
    build_stale()
    assert labels("fr") == {"missions": "fr: Missions"}
    assert labels("de") == {"missions": "Missions"}


def test_titles_that_are_private_or_drafts_are_nowhere():
    builders.event_series("open")
    hidden = builders.event_series("hidden")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    builders.event_series("draft", live=False)
    assert SeriesTitles().codes() == ["open"]


def test_a_new_title_reaches_events_that_do_not_exist_in_its_language():
    series = builders.event_series("missions", title="Missions")
    event = builders.event_page("Meeting", series=series)
    french = builders.translate(series, "fr", prefix="fr: ")
    build_stale()
    french.title = "Voyages d’affaires"
    french.save_revision().publish()
    build_stale()
    document = SearchDocument.objects.get(key=event.translation_key).document
    assert document["labels"]["fr"][-1] == "Voyages d’affaires"
    assert document["labels"]["en"][-1] == "Missions"


def test_a_draft_of_a_series_leaves_its_events_alone():
    series = builders.event_series("missions", title="Missions")
    builders.event_page("Meeting", series=series)
    build_stale()
    series.title = "Not yet"
    series.save_revision()
    assert build_stale() == 0


def test_the_listing_of_one_series_names_it_in_its_chip(rf: RequestFactory):
    series = builders.event_series("missions", title="Missions")
    builders.event_page("Meeting", series=series)
    build_stale()
    criteria = Criteria.parse("event", rf.get("/?series=missions").GET, "en")
    assert [chip.label for chip in search(criteria).chips] == ["Missions"]


def test_an_event_names_its_series_as_long_as_that_is_public(client):
    series = builders.event_series("missions", title="Missions")
    event = builders.event_page("Meeting", series=series)
    shown = f'Series: <a href="{series.url}">Missions</a>'
    assert shown in client.get(event.url).content.decode()
    german = client.get(f"/de{event.url[3:]}").content.decode()
    assert '<a href="/de/events/missions/" lang="en">Missions</a>' in german
    series.unpublish()
    assert "issions</" not in client.get(event.url).content.decode()
