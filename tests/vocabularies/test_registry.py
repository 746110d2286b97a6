import pytest
from django.utils import translation

from vocabularies.models import Term
from vocabularies.registry import forget_terms, get_vocabulary


@pytest.fixture
def sectors(db):
    Term.objects.update(parent=None)
    Term.objects.all().delete()
    health = Term.objects.create(
        vocabulary="sector", code="health", sort_order=2, labels={"en": "Health", "de": "Gesundheit"}
    )
    digital = Term.objects.create(vocabulary="sector", code="digital", sort_order=1, labels={"en": "Digital"})
    return health, digital


def test_countries_are_named_in_the_readers_language():
    assert get_vocabulary("country").label("DE", "pt") == "Alemanha"
    assert get_vocabulary("country").label("XK", "en") == "Kosovo"
    with translation.override("fr"):
        assert get_vocabulary("country").label("GR") == "Grèce"


def test_an_unknown_vocabulary_is_named_with_those_that_exist():
    with pytest.raises(KeyError, match=r"sectorr.*sector"):
        get_vocabulary("sectorr")


def test_terms_come_in_their_order_with_the_default_language_as_fallback(sectors):
    vocabulary = get_vocabulary("sector")
    assert vocabulary.codes() == ["digital", "health"]
    assert vocabulary.label("health", "de") == "Gesundheit"
    assert vocabulary.label("digital", "de") == "Digital"
    assert vocabulary.label("no-such-code", "de") == "no-such-code"


def test_a_retired_term_is_not_offered_but_still_named(sectors):
    Term.objects.filter(code="health").update(valid_to="2020-01-01")
    forget_terms()
    vocabulary = get_vocabulary("sector")
    assert vocabulary.codes() == ["digital"]
    assert vocabulary.all_codes() == ["digital", "health"]
    assert vocabulary.label("health", "de") == "Gesundheit"


def test_a_changed_label_is_seen_at_once(sectors):
    health, _digital = sectors
    assert get_vocabulary("sector").label("health", "de") == "Gesundheit"
    health.labels = {"en": "Health", "de": "Gesundheitswirtschaft"}
    health.save()
    assert get_vocabulary("sector").label("health", "de") == "Gesundheitswirtschaft"


def test_markets_are_regions_of_the_world_and_every_country(sectors):
    Term.objects.create(vocabulary="market", code="aaa", sort_order=0, labels={"en": "First"})
    vocabulary = get_vocabulary("market")
    assert vocabulary.codes()[0] == "aaa"
    assert vocabulary.label("JP", "es") == "Japón"
    assert "JP" in vocabulary.all_codes()


def test_a_region_knows_its_country(db):
    assert get_vocabulary("region").parent("EL30") == "GR"


def test_all_labels_of_a_page_cost_two_queries(sectors, django_assert_max_num_queries):
    forget_terms()
    with django_assert_max_num_queries(2):
        for _ in range(50):
            get_vocabulary("sector").label("health", "de")


def test_countries_have_one_order_in_every_process():
    codes = get_vocabulary("country").all_codes()
    assert codes == sorted(codes)
