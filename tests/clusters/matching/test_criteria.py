"""Each criterion on its own, and the score of a pair: no database."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vocabularies
from clusters.matching.criteria import chain, lies_in, market, need, sector
from clusters.matching.facts import Facts, Terms
from clusters.matching.scoring import match
from clusters.matching.weights import LINKED_SECTORS, REGION_MEMBERS, SERVICES, WEIGHTS
from vocabularies.countries import COUNTRY_CODES

LINE = [*SERVICES, "research", "components", "production", "logistics", "circular"]
WIDER = {"testing": None, "lab": "testing", "fab": "testing", "training": None}
TERMS = Terms(stages=LINE, wider=WIDER, sectors=14)


def test_the_weights_sum_to_a_hundred():
    assert sum(WEIGHTS.values()) == 100


@pytest.mark.parametrize(
    ("needs", "offers", "value"),
    [
        (["lab"], ["lab"], 1.0),
        (["lab"], ["fab"], 0.5),
        (["lab"], ["testing"], 0.3),
        (["testing"], ["lab"], 0.3),
        (["lab"], ["training"], 0.0),
        (["lab", "training"], ["lab"], 0.5),
        (["lab"], ["training", "fab", "lab"], 1.0),
        ([], ["lab"], None),
        (["lab"], [], None),
    ],
)
def test_a_need_is_covered_by_the_same_offer_or_in_part_by_a_related_one(needs, offers, value):
    assert need(Facts(needs=needs), Facts(offers=offers), WIDER).value == value


@pytest.mark.parametrize(
    ("own", "theirs", "value"),
    [
        (["production"], ["components"], 1.0),
        (["production"], ["logistics"], 1.0),
        (["production"], ["circular"], 0.5),
        (["production"], ["production"], 0.2),
        (["production", "logistics"], ["production", "logistics"], 0.2),
        (["research"], ["logistics"], 0.0),
        (["production"], ["it-services"], 0.5),
        (["it-services"], ["production"], 0.0),
        ([], ["production"], None),
    ],
)
def test_the_neighbouring_stage_that_is_missing_completes_a_chain(own, theirs, value):
    one, other = Facts(stages=own, sectors=["digital"]), Facts(stages=theirs, sectors=["digital"])
    assert chain(one, other, LINE).value == value


def test_neighbouring_stages_of_sectors_that_have_nothing_to_do_with_each_other_complete_nothing():
    one = Facts(stages=["production"], sectors=["tourism"])
    assert chain(one, Facts(stages=["logistics"], sectors=["electronics"]), LINE).value == 0.0
    assert chain(one, Facts(stages=["logistics"], sectors=["agri-food"]), LINE).value == 1.0
    assert chain(one, Facts(stages=["logistics"]), LINE).value is None


def test_sectors_are_the_same_linked_or_neither():
    assert sector(Facts(sectors=["digital"]), Facts(sectors=["health", "digital"])).value == 0.7
    assert sector(Facts(sectors=["digital"]), Facts(sectors=["health"])).value == 0.3
    assert sector(Facts(sectors=["digital"]), Facts(sectors=["tourism"])).value == 0.0
    assert sector(Facts(sectors=["digital"]), Facts()).value is None


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [
        (Facts("DE", markets=["PT"]), Facts("PT"), 1.0),
        (Facts("DE", markets=["western-balkans"]), Facts("RS"), 1.0),
        (Facts("DE", markets=["JP"]), Facts("PT", markets=["JP"]), 0.6),
        (Facts("DE", markets=["DE", "JP"]), Facts("DE", markets=["DE"]), 0.6),
        (Facts("DE", markets=["JP"]), Facts("PT", markets=["US"]), 0.0),
        (Facts("DE", markets=["JP"]), Facts("PT"), None),
        (Facts("DE"), Facts("PT", markets=["JP"]), None),
    ],
)
def test_a_market_is_bridged_by_who_is_at_home_there_or_goes_there_too(one, other, value):
    assert market(one, other).value == value


def test_every_country_of_a_region_exists_and_lies_in_it():
    for region, members in REGION_MEMBERS.items():
        for country in members.split():
            assert country in COUNTRY_CODES
            assert lies_in(country, region)
    assert not lies_in("DE", "western-balkans")


def test_every_linked_sector_exists():
    data = Path(vocabularies.__file__).parent / "data" / "sector.toml"
    known = {term["code"] for term in tomllib.loads(data.read_text())["term"]}
    assert all(len(pair) == 2 and pair <= known for pair in LINKED_SECTORS)


def test_a_match_without_a_common_working_language_is_none():
    one = Facts("DE", sectors=["digital"], languages=["de"])
    assert match(one, Facts("FR", sectors=["digital"], languages=["fr"]), TERMS) is None
    assert match(one, Facts("FR", sectors=["digital"], languages=["fr", "de"]), TERMS) is not None
    assert match(one, Facts("FR", sectors=["digital"]), TERMS) is not None


def test_what_is_unknown_lowers_confidence_and_not_the_score():
    one = Facts("DE", sectors=["digital"], technologies=["cloud"], needs=["lab"])
    poor = match(one, Facts("FR", sectors=["digital"], technologies=["cloud"]), TERMS)
    rich = match(one, Facts("FR", sectors=["digital"], technologies=["cloud"], offers=["training"]), TERMS)
    assert poor.score > rich.score
    assert poor.confidence < rich.confidence
    assert poor.known == ("sector", "technology")


def test_nothing_known_is_no_match():
    assert match(Facts("DE"), Facts("FR", sectors=["digital"]), TERMS) is None


def test_a_match_that_serves_one_side_only_scores_less_than_one_that_serves_both():
    one = Facts("DE", needs=["lab"], offers=["training"])
    both = match(one, Facts("FR", offers=["lab"], needs=["training"]), TERMS)
    single = match(one, Facts("FR", offers=["lab"], needs=["fab"]), TERMS)
    assert both.score > single.score


def test_who_ticks_everything_is_suggested_less():
    one = Facts("DE", sectors=["digital"], stages=["production"])
    narrow = match(one, Facts("FR", sectors=["digital"], stages=["logistics"]), TERMS)
    broad = match(one, Facts("FR", sectors=["digital", "health", "tourism"], stages=LINE[3:]), TERMS)
    assert narrow.score > broad.score


CODES = {
    "country": st.sampled_from(["", "DE", "PT", "RS"]),
    "sectors": st.lists(st.sampled_from(["digital", "health", "tourism"]), unique=True),
    "stages": st.lists(st.sampled_from(LINE), unique=True),
    "markets": st.lists(st.sampled_from(["DE", "PT", "JP", "western-balkans"]), unique=True),
    "technologies": st.lists(st.sampled_from(["cloud", "photonics"]), unique=True),
    "offers": st.lists(st.sampled_from(sorted(WIDER)), unique=True),
    "needs": st.lists(st.sampled_from(sorted(WIDER)), unique=True),
    "languages": st.lists(st.sampled_from(["de", "pt"]), unique=True),
}
FACTS = st.builds(Facts, **CODES)


@given(FACTS, FACTS)
def test_a_score_is_between_0_and_100_and_both_see_the_same_criteria(one, other):
    ahead, back = match(one, other, TERMS), match(other, one, TERMS)
    assert (ahead is None) == (back is None)
    if ahead and back:
        assert 0 <= ahead.score <= 100
        assert 0 < ahead.confidence <= 1
        assert ahead.known == back.known
        assert ahead.ahead == back.back
