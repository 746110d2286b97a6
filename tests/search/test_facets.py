"""How the values of facets are listed: order, groups, what is folded away."""

from collections.abc import Iterator

import pytest

from search.criteria import Criteria
from search.facets import LONG, SEEN_OF_LONG, FacetCounts, counted_facets
from search.kinds import register, unregister
from tests.contract import synthetic
from tests.contract.synthetic import NAME
from vocabularies.models import Term
from vocabularies.registry import forget_terms

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    register(synthetic.KIND)
    yield
    unregister(NAME)


def facet(
    name: str, counts: dict[str, int] | None = None, language: str = "en", **chosen: str
) -> FacetCounts:
    criteria = Criteria(NAME, language, filters={key: tuple(codes.split()) for key, codes in chosen.items()})
    counted = {name: counts or {}}
    return next(found for found in counted_facets(criteria, counted, {}) if found.name == name)


def codes(values) -> list[str]:
    return [value.code for value in values]


def test_what_is_chosen_comes_first_and_each_part_keeps_its_order() -> None:
    assert codes(facet("colour").values) == ["red", "green", "blue", "hydrogen"]
    assert codes(facet("colour", colour="hydrogen green").values) == ["green", "hydrogen", "red", "blue"]
    found = facet("country", {"DE": 1, "PT": 9, "AT": 3}, country="PT")
    assert codes(found.values) == ["PT", "AT", "DE"]


def test_a_list_that_is_not_long_is_seen_whole() -> None:
    (group,) = facet("market", dict.fromkeys(LETTERS[:LONG], 1)).groups
    assert codes(group.first) == list(LETTERS[:LONG])
    assert group.more == []


def test_of_a_long_list_the_most_frequent_are_seen_and_the_rest_can_be_unfolded() -> None:
    counts = {letter: 100 if letter in "cxyz" else 26 - place for place, letter in enumerate(LETTERS)}
    (group,) = facet("market", counts).groups
    # Four with a hundred, then a, b, d, e.
    assert codes(group.first) == list("abcdexyz")
    assert codes(group.more) == [letter for letter in LETTERS if letter not in "abcdexyz"]
    assert len(group.first) == SEEN_OF_LONG


def test_what_is_chosen_of_a_long_list_is_seen_however_rare_and_however_many() -> None:
    (group,) = facet("market", dict.fromkeys(LETTERS, 5) | {"q": 0}, market="q").groups
    assert codes(group.first) == ["q", *"abcdefg"]
    (group,) = facet("market", dict.fromkeys(LETTERS, 5), market=" ".join(LETTERS[10:20])).groups
    assert codes(group.first) == list(LETTERS[10:20])
    assert sorted(codes(group.values)) == list(LETTERS)


def test_nothing_is_lost_or_listed_twice_by_folding() -> None:
    found = facet("market", dict.fromkeys(LETTERS, 3), market="k b")
    (group,) = found.groups
    assert sorted(codes([*group.first, *group.more])) == list(LETTERS)
    assert codes(found.values) == codes(group.values)


def test_regions_wait_until_a_country_is_chosen() -> None:
    found = facet("region", {"DE1": 2, "PT1": 1})
    assert (found.groups, found.waits, found.parent_label) == ([], True, "Country")
    assert not facet("region", {}, country="XX").waits
    assert not facet("colour").waits


def test_regions_of_one_country_are_one_group_without_a_name() -> None:
    (group,) = facet("region", {"DE1": 2, "DE2": 0, "PT1": 1}, country="DE").groups
    assert (group.label, codes(group.values)) == ("", ["DE1", "DE2"])


def test_regions_of_several_countries_are_grouped_by_country_each_with_what_is_chosen_first() -> None:
    counts = dict.fromkeys(["DE1", "DE2", "PT1", "PT2", "AT1"], 1)
    found = facet("region", counts, country="PT DE AT", region="PT2 DE2")
    assert [(group.label, codes(group.values)) for group in found.groups] == [
        ("Austria", ["AT1"]),
        ("Germany", ["DE2", "DE1"]),
        ("Portugal", ["PT2", "PT1"]),
    ]
    assert codes(found.values) == ["AT1", "DE2", "DE1", "PT2", "PT1"]


def test_a_value_without_hits_can_be_chosen_and_a_chosen_one_dropped() -> None:
    found = {value.code: value for value in facet("colour", {"red": 0}, colour="blue").values}
    assert (found["red"].count, found["red"].query) == (0, "colour=blue&colour=red")
    assert (found["blue"].count, found["blue"].query) == (0, "")


@pytest.mark.django_db
def test_values_are_listed_by_their_labels_of_today() -> None:
    def sectors() -> list[str]:
        criteria = Criteria("cluster", "en")
        (found,) = [each for each in counted_facets(criteria, {}, {}) if each.name == "sector"]
        return [value.label for value in found.values]

    term = Term.objects.get(vocabulary="sector", code="health")
    before = sectors()
    assert term.labels["en"] in before
    term.labels |= {"en": "Well-being"}
    term.save()
    forget_terms()
    assert "Well-being" in sectors()
    assert len(sectors()) == len(before)
