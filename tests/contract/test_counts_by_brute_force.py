"""Counts of random selections over random documents, against counting by hand."""

import datetime
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.criteria import Criteria
from search.documents import Document
from search.models import SearchDocument
from search.service import every_hit, search
from tests.contract import synthetic
from tests.contract.conftest import Put
from tests.contract.synthetic import KIND, NAME, NOW, document

CODES = {
    "colour": ["red", "green", "blue", "retired"],
    "country": ["DE", "PT", "AT"],
    "region": ["DE1", "DE2", "PT1", "AT1"],
    "market": list("abcdef"),
    "year": ["2019", "2020", "2021"],
}
# The last two are no words in English, but the name of something.
WORDS = ["wind", "solar", "hydrogen", "straße", "it", "the of"]


def some(codes: list[str], most: int = 3) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(codes), unique=True, max_size=most)


DOCUMENTS = st.lists(
    st.tuples(
        st.fixed_dictionaries({facet: some(codes) for facet, codes in CODES.items()}),
        some(WORDS),
        st.sampled_from([-1, 0, 1, None]),
    ),
    max_size=12,
)
SELECTIONS = st.fixed_dictionaries(
    {facet: some(codes, 2) for facet, codes in CODES.items()} | {"when": some(["upcoming", "past"])}
)
# The last three are relaxed: typing errors, and a word that nothing has.
TEXTS = st.sampled_from(
    [
        *("", "", "wind", "solar wind", "STRASSE", "it", "the of", "it wind"),
        *("hydrgoen", "solr document", "wind nowhere"),
    ]
)
SCOPES = st.one_of(st.just({}), st.fixed_dictionaries({"country": some(CODES["country"], 2)}))
SORTS = st.sampled_from(["", "name", "newest", "members", "relevance"])


def made(drawn: tuple[dict[str, list[str]], list[str], int | None]) -> Document:
    facets, words, days = drawn
    over = None if days is None else NOW + datetime.timedelta(days=days)
    sort = {"newest": facets["year"][0] if facets["year"] else None, "members": len(words) or None}
    return document(" ".join(["Document", *words]), facets=facets, over=over, sort=sort)


def values(one: Any) -> Mapping[str, list[str]]:
    """The codes of a document (or hit), with the facet that is computed."""
    over = one.sort["over"]
    return one.facets | {"when": [] if over is None else ["upcoming" if over >= NOW.isoformat() else "past"]}


def matches(one: Any, filters: Mapping[str, tuple[str, ...]], but: str = "") -> bool:
    return all(set(values(one)[facet]) & set(codes) for facet, codes in filters.items() if facet != but)


@given(
    documents=DOCUMENTS,
    chosen=st.lists(st.tuples(SELECTIONS, TEXTS, SCOPES, SORTS), min_size=4, max_size=4),
)
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@pytest.mark.slow
def test_counts_equal_those_counted_by_hand(engine: str, put: Put, documents: list, chosen: list) -> None:
    SearchDocument.objects.all().delete()
    everything = [made(drawn) for drawn in documents]
    put(everything)
    for selection, text, scope, sort in chosen:
        filters = {facet: tuple(codes) for facet, codes in selection.items() if codes}
        fixed = {facet: tuple(codes) for facet, codes in scope.items() if codes}
        criteria = Criteria(kind=NAME, language="en", text=text, filters=filters, scope=fixed, sort=sort)
        # Which words match is the backend's affair; the counts must fit its own hits.
        pool = list(every_hit(criteria.replace(filters={}))) if text else everything
        pool = [one for one in pool if matches(one, fixed)]
        results = search(criteria)
        assert results.engine == engine
        assert results.total == sum(matches(one, filters) for one in pool)
        assert {hit.slug for hit in results.hits} == {one.slug for one in pool if matches(one, filters)}
        _assert_pages_are_the_whole(criteria, results.total)
        for facet in results.facets:
            declared = KIND.facet(facet.name)
            for value in facet.values:
                carriers = [one for one in pool if value.code in values(one)[facet.name]]
                assert value.count == sum(matches(one, filters, but=facet.name) for one in carriers)
            listed = {value.code for value in facet.values}
            occurring = {code for one in everything for code in values(one)[facet.name]}
            if declared.list_all:
                occurring |= set(declared.terms.codes())
            if facet.name == "region":
                chosen_countries = filters.get("country", ())
                occurring = {c for c in occurring if synthetic.REGIONS.parent(c) in chosen_countries}
            assert listed == occurring | set(filters.get(facet.name, ()))


def _assert_pages_are_the_whole(criteria: Criteria, total: int) -> None:
    """No page repeats or loses a hit, and together they are in the order of the whole result."""
    whole = [hit.key for hit in every_hit(criteria)]
    paged = criteria.replace(per_page=5)
    pages = [search(paged.replace(page=number), aggregate=False) for number in range(1, total // 5 + 2)]
    # Beyond the last page comes the last.
    keys = dict.fromkeys(hit.key for page in pages for hit in page.hits)
    assert list(keys) == whole
    assert len(whole) == len(set(whole)) == total
