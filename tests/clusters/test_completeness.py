"""How complete a profile is. The first tests need no database."""

from datetime import date, timedelta

import pytest

from clusters.completeness import ITEMS, missing_items, percent
from clusters.listings import lacking, with_missing
from clusters.models import ClusterPage
from tests import builders

TODAY = date(2027, 3, 1)
WHOLE = {
    "summary": "Hydrogen from the sun.",
    "website": "https://cluster.example/",
    "city": "Évora",
    "region": ["PT11"],
    "latitude": 0.0,
    "longitude": 0.0,
    "founded_year": 2015,
    "sectors": ["mobility"],
    "technologies": ["artificial-intelligence"],
    "value_chain": ["components"],
    "markets": ["DE"],
    "offers": ["rd-project"],
    "needs": ["rd-project"],
    "languages": ["pt"],
    "members": 12,
    "last_confirmed": TODAY,
}


def missing(profile: ClusterPage, public_contacts: int = 1) -> list[str]:
    return [item.field for item in missing_items(profile, public_contacts, TODAY)]


def test_a_whole_profile_lacks_nothing_even_at_latitude_zero():
    assert missing(ClusterPage(**WHOLE)) == []
    assert percent([]) == 100


def test_an_empty_profile_lacks_everything():
    assert missing(ClusterPage(), 0) == [item.field for item in ITEMS]
    assert percent(ITEMS) == 0


def test_one_missing_thing_is_never_called_complete():
    assert percent(1) < 100


@pytest.mark.parametrize(("age", "stale"), [(0, False), (365, False), (366, True)])
def test_a_confirmation_holds_for_twelve_months(age, stale):
    profile = ClusterPage(**WHOLE | {"last_confirmed": TODAY - timedelta(days=age)})
    assert (missing(profile) == ["last_confirmed"]) is stale


def test_a_contact_that_only_editors_see_does_not_count():
    assert missing(ClusterPage(**WHOLE), public_contacts=0) == ["contacts"]


@pytest.mark.django_db
def test_the_database_counts_what_the_function_counts():
    today = date.today()
    whole = WHOLE | {"last_confirmed": today}

    def without(field):
        gone = {"latitude", "longitude"} if field == "latitude" else {field}
        return {name: value for name, value in whole.items() if name not in gone}

    public = [{"name": "Office", "visibility": "public"}]
    builders.cluster_page("Whole", country="PT", contacts=public, **whole)
    builders.cluster_page("Empty", country="PT", contacts=[{"name": "Hidden"}])
    for item in ITEMS:
        contacts = [] if item.field == "contacts" else public
        builders.cluster_page(f"Without {item.field}", country="PT", contacts=contacts, **without(item.field))
    for profile in with_missing(ClusterPage.objects.all()):
        said = missing_items(profile, len(profile.public_contacts()), today)
        assert profile.missing == len(said), profile.title
    for item in ITEMS:
        found = ClusterPage.objects.filter(lacking(item.field)).values_list("title", flat=True)
        assert sorted(found) == sorted(["Empty", f"Without {item.field}"])
