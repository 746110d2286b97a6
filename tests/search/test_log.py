"""What is kept of a search, and what is not."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from search import log
from search.criteria import Criteria
from search.models import SearchedText
from search.results import Relaxation, Results
from tests import builders

pytestmark = pytest.mark.django_db


def results(
    text: str, *, total: int = 0, kind: str = "cluster", relaxed: bool = False, **criteria
) -> Results:
    return Results(
        criteria=Criteria(kind=kind, language="en", text=text, **criteria),
        hits=[],
        total=total,
        engine="database",
        relaxed=Relaxation(text="other") if relaxed else None,
    )


def kept() -> list[tuple]:
    log.write()
    fields = ("kind", "language", "text", "searches", "hits", "relaxed")
    return list(SearchedText.objects.order_by("text", "kind").values_list(*fields))


def test_what_was_searched_for_is_counted_by_day_without_anything_about_who_searched():
    log.note(results("Wind power", total=3))
    log.note(results("WIND  power!", total=2))
    assert kept() == [("cluster", "en", "wind power", 2, 2, False)]
    row = SearchedText.objects.get()
    assert (row.day, row.engine, row.degraded) == (timezone.localdate(), "database", False)
    assert {field.name for field in SearchedText._meta.get_fields()} == {
        *("id", "day", "kind", "language", "text", "searches", "hits", "relaxed", "engine", "degraded")
    }


def test_writing_again_adds_to_what_is_written_and_the_newest_outcome_counts():
    log.note(results("cork", total=0))
    assert kept() == [("cluster", "en", "cork", 1, 0, False)]
    log.note(results("cork", total=4, relaxed=True))
    assert kept() == [("cluster", "en", "cork", 2, 4, True)]


def test_a_search_of_the_whole_portal_is_counted_once_with_the_hits_of_all_kinds():
    log.note(results("fair", total=2), results("fair", kind="news", total=1, relaxed=True))
    assert kept() == [("", "en", "fair", 1, 3, False)]


def test_nothing_found_is_not_something_similar():
    log.note(results("fair", relaxed=True), results("fair", kind="news", relaxed=True))
    assert kept() == [("", "en", "fair", 1, 0, False)]


@pytest.mark.parametrize(
    "criteria",
    [
        {"page": 2},
        {"filters": {"country": ("PT",)}},
        {"scope": {"country": ("PT",)}},
        {"exact": True},
    ],
)
def test_browsing_on_counts_nothing_twice(criteria):
    log.note(results("wind", total=30, **criteria))
    assert kept() == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?!",
        "ana.silva@example.org",
        "write to ana@example",
        "+351 912 345 678",
        "0049-711-123456",
        "(02) 123 45 67",
        "DE89370400440532013000",
    ],
)
def test_empty_texts_and_what_looks_like_personal_data_are_not_kept(text):
    log.note(results(text))
    assert kept() == []


@pytest.mark.parametrize("text", ["horizon 2020", "industry 4 0", "interreg 2021 27", "h2"])
def test_years_and_other_short_numbers_are_kept(text):
    log.note(results(text))
    assert [row[2] for row in kept()] == [text]


def test_long_texts_are_cut():
    log.note(results("word " * 40))
    ((_kind, _language, text, *_rest),) = kept()
    assert len(text) <= 80


def test_nothing_is_kept_when_the_operator_says_so(settings):
    settings.SEARCH_LOG_DAYS = 0
    log.note(results("wind"))
    assert kept() == []


def test_a_search_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        log.note(results("wind"))


@pytest.fixture
def read_only():
    """A database that takes no writes, until the function is called."""
    on, off = {
        "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        "postgresql": (
            "SAVEPOINT writable; SET TRANSACTION READ ONLY",
            "ROLLBACK TO SAVEPOINT writable",
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(on)
        yield lambda: cursor.execute(off)
        cursor.execute(off)


def test_a_database_that_takes_no_writes_breaks_nothing_and_loses_nothing(read_only):
    log.note(results("wind", total=5))
    assert log.write() == 0
    log.note(results("wind", total=6))
    read_only()
    assert kept() == [("cluster", "en", "wind", 2, 6, False)]


def test_texts_by_the_thousand_fill_neither_memory_nor_table(monkeypatch):
    monkeypatch.setattr(log, "MOST_WAITING", 5)
    monkeypatch.setattr(log, "MOST_A_DAY", 7)
    for number in range(9):
        log.note(results(f"nonsense {number}"))
    assert log.write() == 5
    for number in range(9):
        log.note(results(f"more nonsense {number}"))
    log.write()
    assert SearchedText.objects.count() == 7


def old(days: int) -> SearchedText:
    day = timezone.localdate() - timedelta(days=days)
    outcome = {"searches": 1, "hits": 0, "relaxed": False, "engine": "database", "degraded": False}
    return SearchedText.objects.create(day=day, kind="", language="en", text="old", **outcome)


def test_old_texts_go_when_new_ones_are_written():
    old(181)
    old(180)
    log.note(results("new"))
    assert {row[2] for row in kept()} == {"old", "new"}
    assert SearchedText.objects.count() == 2


def test_old_texts_go_by_command_too(capsys):
    old(200)
    call_command("prune_search_log")
    assert "1 texts deleted" in capsys.readouterr().out
    assert not SearchedText.objects.exists()


def test_a_thread_is_started_that_writes_it_soon(settings):
    settings.SEARCH_LOG_SECONDS = 3600
    log.note(results("wind"))
    timer = log._waiting._timer
    assert timer.is_alive()
    timer.cancel()


@pytest.mark.parametrize(
    ("path", "kind"), [("clusters", "cluster"), ("news", "news"), ("events", "event"), ("search", "")]
)
def test_each_search_page_is_counted(client, path, kind):
    for build in (builders.cluster_index, builders.news_index, builders.event_index):
        build()
    assert client.get(f"/en/{path}/", {"q": "unheard of"}).status_code == 200
    assert [row[:4] for row in kept()] == [(kind, "en", "unheard of", 1)]


def test_looking_at_a_listing_without_a_text_is_not_counted(client):
    builders.cluster_index()
    client.get("/en/clusters/", {"sector": "health"})
    assert kept() == []
