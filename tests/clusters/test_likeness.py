"""Whether two profiles are of one organisation. No database."""

import csv
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.likeness import Identity, Profiles, Reason, domain_of, likeness, telling_words

REAL = Path(__file__).resolve().parents[2] / "demo" / "data" / "clusters.csv"


def reasons(left, right):
    how = likeness(left, right)
    return list(how.reasons) if how else None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Cluster Mécatronique e.V.", ["mecatronique"]),
        ("Pôle de compétitivité Minalogic", ["minalogic"]),
        ("Klastr Łódź Sp. z o.o.", ["lodz"]),
        ("Strukturverein für Straßenbau GmbH", ["strassenbau", "strukturverein"]),
        ("The Cluster Network", ["cluster", "network", "the"]),
        ("", []),
    ],
)
def test_names_are_told_by_their_telling_words(name, words):
    assert list(telling_words(name)) == words


@pytest.mark.parametrize(
    ("website", "domain"),
    [
        ("https://www.silicon-saxony.de/en/", "silicon-saxony.de"),
        ("silicon-saxony.de", "silicon-saxony.de"),
        ("http://SILICON-saxony.de:80", "silicon-saxony.de"),
        ("https://de.linkedin.com/company/one", ""),
        ("https://linux.com/", "linux.com"),
        ("", ""),
        ("https://[broken", ""),
    ],
)
def test_domains_are_compared_without_www(website, domain):
    assert domain_of(website) == domain


def identity(name="", **fields):
    return Identity(name, **{"country": "DE"} | fields)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (identity("Silicon Saxony e.V."), identity("Saxony Silicon Cluster"), ["name"]),
        (identity("Silicon Saxony"), identity("Silicon Saksony"), ["name"]),
        (identity("Silicon Saxony", city="Dresden"), identity("Silicon Saxony Microelectronics"), ["name"]),
        (
            identity("Silicon Saxony", city="Dresden"),
            identity("Silicon Saxony Microelectronics", city="DRESDEN"),
            ["name", "place"],
        ),
        (
            identity("Silicon Saxony", city="Dresden"),
            identity("Silicon Saxony Microelectronics", city="Leipzig"),
            None,
        ),
        (
            identity("Polish wood", native_name="Klaster drewna"),
            identity("Klaster Drewna"),
            ["native_name"],
        ),
        (
            identity("One", website="https://www.one.example/"),
            identity("Two", website="one.example", country="FR"),
            ["domain"],
        ),
        (
            identity("One", city="München", position=(48.14, 11.58)),
            identity("One", city="Munich", position=(48.15, 11.57)),
            ["name", "place"],
        ),
        (identity("Aerospace Valley"), identity("Aerospace Valley", country="FR"), ["name"]),
        (identity("Automotive Cluster"), identity("Automotive", country="FR"), None),
        (identity("One", city="Ulm"), identity("Another", city="Ulm"), None),
        (identity(), identity(), None),
    ],
)
def test_profiles_are_of_one_organisation_by_name_or_domain(left, right, expected):
    assert reasons(left, right) == expected
    assert reasons(right, left) == expected


def test_no_two_of_the_real_organisations_are_taken_for_one():
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        real = [
            Identity(
                row["name"], website=row["website_domain"], city=row["city"], country=row["country_iso2"]
            )
            for row in csv.DictReader(file)
        ]
    assert [(one.name, other.name) for one, other in combinations(real, 2) if likeness(one, other)] == []


words = st.lists(
    st.sampled_from(["Wood", "Wooden", "Woods", "Bois", "Cluster", "Lyon", "e.V.", "-"]), max_size=4
)
names = words.map(" ".join)
identities = st.builds(
    Identity,
    names,
    native_name=names,
    other_names=st.lists(names, max_size=1).map(tuple),
    website=st.sampled_from(["", "https://www.wood.example/", "wood.example", "bois.example"]),
    city=st.sampled_from(["", "Lyon", "Ulm"]),
    country=st.sampled_from(["", "DE", "FR"]),
)


@given(identities, st.lists(identities, max_size=8))
def test_looking_up_finds_what_comparing_with_each_finds(one, others):
    found = Profiles(dict(enumerate(others))).like(one, most=100)
    compared = {key: how for key, other in enumerate(others) if (how := likeness(one, other))}
    assert dict(found) == compared
    assert [how.score for _key, how in found] == sorted(
        (how.score for how in compared.values()), reverse=True
    )
    assert all(isinstance(reason, Reason) for _key, how in found for reason in how.reasons)


def test_looking_up_finds_names_that_are_part_of_others_both_ways():
    short, long = identity("Wood Lyon"), identity("Forests, Lyon, Sawmills, Wood, Xylophones and Bark")
    for one, other in ((short, long), (long, short)):
        assert [key for key, _how in Profiles({1: other}).like(one)] == [1]
        assert Profiles({1: identity(other.name, country="FR")}).like(one) == []
