"""Whatever a cluster holds: the file that is exported says nothing new when it is imported."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from clusters.importing.checking import check_rows
from clusters.importing.columns import HEADER, facts_of
from clusters.importing.exporting import csv_lines, write_xlsx
from clusters.importing.reading import read_table
from clusters.importing.stored import Countries, Part, StoredCluster
from clusters.models import ClusterPage
from tests import builders
from vocabularies.registry import get_vocabulary

pytestmark = pytest.mark.django_db

NASTY = [
    "-",
    "=1+1",
    "'-",
    "=1 ",
    "=1\r\n2",
    "+49 711",
    "@",
    "a;b",
    'a "b"',
    " x ",
    "a\r\nb",
    "\ta",
    "_x0041_",
    "1e5",
    "007",
    "ŁÖß",
]


def texts(longest):
    return st.one_of(
        st.sampled_from(NASTY),
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=longest),
    )


def codes(vocabulary, most=4):
    return st.lists(st.sampled_from(get_vocabulary(vocabulary).codes()), unique=True, max_size=most)


def clusters():
    """Cluster pages with every column filled or empty; needs the vocabularies."""
    number = st.none() | st.integers(0, 999_999)
    return st.builds(
        ClusterPage,
        title=texts(40).filter(str.strip),
        city=texts(40),
        summary=texts(80),
        sector_keywords=st.lists(texts(20), max_size=3).map("\n".join),
        website=st.sampled_from(
            [
                "",
                "https://one.example/",
                "http://one.example",
                "https://one.example/a?b=c;d",
                "https://www.ü.example/",
            ]
        ),
        founded_year=st.none() | st.integers(1800, 2020),
        label_reported_year=st.none() | st.integers(1800, 2020),
        members=number,
        member_counts=st.dictionaries(st.just("sme"), st.integers(0, 999), max_size=1),
        region=codes("region", 1),
        sectors=codes("sector"),
        label=codes("label"),
        value_chain=codes("value_chain"),
        markets=codes("market"),
        technologies=codes("technology"),
        languages=codes("language"),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_an_export_imports_as_nothing(monkeypatch, data):
    country = Countries().in_language("DE") or builders.country_page("DE")
    countries = Countries()
    page = data.draw(clusters())
    page.latitude, page.longitude = data.draw(
        st.tuples(st.none(), st.none()) | st.tuples(st.floats(-90, 90), st.floats(-180, 180))
    )
    page.slug, page.path, page.locale = "one", f"{country.path}0001", country.locale
    email = data.draw(st.sampled_from(["", "office@example.org", "+office@example.org"]))
    stored = StoredCluster(page, "en", "DE", facts_of(page, email), page.summary)
    monkeypatch.setattr("clusters.importing.checking.stored_clusters", lambda _pages, _countries: [stored])
    cells = stored.cells()
    book = io.BytesIO()
    write_xlsx([cells], book)
    for contents in ("".join(csv_lines([cells])).encode(), book.getvalue()):
        table = read_table(contents, HEADER)
        checked = check_rows(table.rows, Part(None, everything=True), countries)
        assert (table.problems, checked.problems, checked.changes) == ([], [], [])


def test_a_workbook_shows_no_apostrophe_but_before_the_sign_that_clears_a_cell():
    book = io.BytesIO()
    write_xlsx([dict.fromkeys(HEADER, "") | {"name": "'=1+1", "city": "'-"}], book)
    cells = {cell.value: cell.data_type for cell in load_workbook(book).active[2] if cell.value}
    assert cells == {"=1+1": "s", "'-": "s"}
