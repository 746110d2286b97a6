"""Who asks too much in a minute gets a plain page; who reads never does."""

import json

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from wagtail.models import PageViewRestriction

from search import limits
from search.limits import client_address, seconds_to_wait
from tests import builders

pytestmark = pytest.mark.django_db

LIMITED = [
    ("/en/clusters/?q=wind", "search"),
    ("/en/clusters/?country=DE&page=7", "search"),
    ("/en/news/?q=wind", "search"),
    ("/en/events/?q=wind", "search"),
    ("/en/search/?q=wind", "search"),
    ("/en/clusters/suggest/?q=wi", "suggest"),
    ("/en/clusters/export.csv", "export"),
    ("/en/clusters/export.json", "export"),
    ("/en/clusters/export.xlsx", "export"),
    ("/en/clusters/export.geojson", "export"),
    ("/en/clusters/feed/", "export"),
    ("/en/news/feed/", "export"),
    ("/en/events/calendar.ics", "export"),
]


@pytest.fixture
def now(monkeypatch):
    """The clock of the limits, in seconds; ten seconds into a minute."""
    clock = [1_000_000_000 // 60 * 60 + 10.0]
    monkeypatch.setattr(limits.time, "time", lambda: clock[0])
    return clock


@pytest.fixture(scope="module")
def listings(kept):
    for build in (builders.cluster_index, builders.news_index, builders.event_index):
        build()
        build("fr")


@pytest.fixture
def portal(listings, client, settings, now):
    """A portal that answers two of each in a minute."""
    settings.RATE_LIMITS = {"search": 2, "suggest": 2, "export": 2, "password": 2}
    return client


@pytest.mark.parametrize(("url", "what"), LIMITED)
def test_the_third_request_of_a_minute_is_refused_and_the_next_minute_is_free(portal, now, url, what):
    for _time in range(2):
        assert portal.get(url).status_code == 200
    refused = portal.get(url)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "50"
    assert refused["Cache-Control"] == "no-store"
    now[0] += 50
    assert portal.get(url).status_code == 200


def test_the_password_of_a_private_page_is_not_guessed_at_leisure(portal):
    page = builders.standard_page("Members")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="password", password="s3")
    url = f"/en/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"
    answers = [portal.post(url, {"password": "guess", "return_url": "/en/"}).status_code for _ in range(3)]
    assert answers == [200, 200, 429]


def test_each_purpose_is_counted_for_itself(portal):
    for url, _what in LIMITED[:3]:
        portal.get(url)
    assert portal.get("/en/search/?q=wind").status_code == 429
    assert portal.get("/en/clusters/suggest/?q=wi").status_code == 200
    assert portal.get("/en/clusters/export.csv").status_code == 200


def test_reading_the_portal_is_never_limited(portal):
    for _time in range(10):
        for url in (
            "/en/",
            "/en/clusters/",
            "/en/news/",
            "/en/search/",
        ):
            assert portal.get(url).status_code == 200


def test_the_defaults_leave_room_for_people(settings):
    from portal.settings import base

    assert base.RATE_LIMITS["search"] >= 60
    assert base.RATE_LIMITS["suggest"] >= 5 * base.RATE_LIMITS["search"]
    assert base.RATE_LIMITS["export"] >= 10


def test_editors_search_their_lists_without_limit(portal):
    portal.force_login(builders.admin())
    for _time in range(4):
        assert portal.get("/admin/vocabularies/?q=health").status_code == 200


def test_nobody_is_limited_where_the_limit_is_zero(portal, settings):
    settings.RATE_LIMITS = {"search": 0, "suggest": 0, "export": 0}
    for _time in range(5):
        assert portal.get("/en/clusters/?q=wind").status_code == 200


def test_the_page_says_in_the_visitors_language_when_to_try_again(portal, django_assert_num_queries):
    for _time in range(2):
        portal.get("/fr/clusters/?q=vent")
    with django_assert_num_queries(0):
        refused = portal.get("/fr/clusters/?q=vent")
    html = refused.content.decode()
    assert '<html lang="fr">' in html
    assert "50" in html
    assert html.count("<h1>") == 1


def test_addresses_are_counted_apart(portal):
    for _time in range(3):
        portal.get("/en/search/?q=wind", REMOTE_ADDR="192.0.2.1")
    assert portal.get("/en/search/?q=wind", REMOTE_ADDR="192.0.2.1").status_code == 429
    assert portal.get("/en/search/?q=wind", REMOTE_ADDR="192.0.2.2").status_code == 200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "198.51.100.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "192.0.2.66, 203.0.113.9", "203.0.113.9"),
        (2, "192.0.2.66, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "198.51.100.1"),
        (1, "", "198.51.100.1"),
        (1, "nonsense", "198.51.100.1"),
        (1, "2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        (1, "2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_the_address_is_the_one_that_our_own_proxies_saw(settings, proxies, forwarded, address):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="198.51.100.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address


def test_a_cache_that_fails_limits_nobody(portal, monkeypatch):
    def broken(*_args, **_kwargs):
        raise ConnectionError("the cache is away")

    monkeypatch.setattr(cache, "add", broken)
    for _time in range(5):
        assert portal.get("/en/search/?q=wind").status_code == 200


def test_the_cache_does_not_know_the_address(settings, now):
    settings.RATE_LIMITS = {"search": 1}
    seconds_to_wait("search", "203.0.113.9")
    assert "203.0.113.9" not in json.dumps(list(cache._cache))
