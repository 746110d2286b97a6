"""Synthetic clusters: the same for the same seed, found as real pages, and gone again without a trace."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from clusters.models import ClusterPage
from demo.synthetic.clusters import synthetic_cluster
from demo.synthetic.lexicon import lexicon
from search.criteria import Criteria
from search.models import SearchDocument
from search.outbox import build_stale
from search.service import search
from tests import builders


def test_a_cluster_depends_on_its_number_and_the_seed_alone():
    assert synthetic_cluster(17, seed=3) == synthetic_cluster(17, seed=3)
    assert synthetic_cluster(17, seed=3).key != synthetic_cluster(17, seed=4).key
    assert synthetic_cluster(17, seed=3).texts != synthetic_cluster(18, seed=3).texts


def test_every_cluster_says_that_it_is_synthetic():
    made = synthetic_cluster(123, seed=1)
    assert made.title.startswith("Synthetic cluster 000123 ")
    assert "nothing of it is true" in made.facts["data_source"]


def test_clusters_vary_in_country_language_and_every_facet():
    clusters = [synthetic_cluster(number, seed=1) for number in range(1, 301)]
    assert len({each.country for each in clusters}) > 20
    assert {language for each in clusters for language in each.texts} == {"en", "de", "fr", "pt", "es", "it"}
    for name in ("sectors", "technologies", "value_chain", "markets", "label", "languages", "region"):
        assert len({code for each in clusters for code in each.facts[name]}) >= 4


def test_words_are_as_unevenly_frequent_as_in_natural_text():
    clusters = [synthetic_cluster(number, seed=1) for number in range(1, 401)]
    words = Counter(
        word.lower().strip(".")
        for each in clusters
        if "en" in each.texts
        for word in each.texts["en"].body.split()
    )
    counts = sorted(words.values(), reverse=True)
    assert counts[0] > 10 * counts[50]
    # As in natural text, about half of all words occur once.
    assert 0.3 < sum(count == 1 for count in counts) / len(counts) < 0.8
    assert set(words) <= {word.lower() for word in lexicon("en").words}


@pytest.fixture
def portal(db, settings):
    settings.SITE_URL = "http://localhost:8000"
    builders.cluster_index("en")
    builders.cluster_index("de")
    build_stale()


def counted(language: str = "en") -> int:
    return search(Criteria(kind="cluster", language=language)).total


def test_the_pages_are_real_and_found(portal, client):
    call_command("generate_clusters", count=30, verbosity=0)
    assert counted() == SearchDocument.objects.filter(kind="cluster", public=True).count()
    page = ClusterPage.objects.filter(locale__language_code="en").first()
    answer = client.get(f"/en/{page.url_path.split('/', 2)[2]}")
    assert answer.status_code == 200
    assert page.title in answer.content.decode()
    page.save_revision().publish()
    assert Page.find_problems() == ([], [], [], [], [])


def test_more_can_be_added_and_what_exists_stays(portal):
    call_command("generate_clusters", count=5, verbosity=0)
    before = set(ClusterPage.objects.values_list("pk", flat=True))
    call_command("generate_clusters", count=8, verbosity=0)
    after = set(ClusterPage.objects.values_list("pk", flat=True))
    assert before < after
    keys = {synthetic_cluster(number, seed=1).key for number in range(1, 9)}
    assert set(ClusterPage.objects.values_list("translation_key", flat=True)) <= keys


def test_deleting_leaves_only_what_was_there_before(portal):
    real = builders.cluster_page("Real cluster")
    call_command("generate_clusters", count=6, verbosity=0)
    call_command("generate_clusters", delete=True, verbosity=0)
    assert list(ClusterPage.objects.values_list("pk", flat=True)) == [real.pk]
    assert counted() == 1
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_public_portal_is_left_alone_unless_forced(portal, settings):
    settings.SITE_URL = "https://portal.example"
    with pytest.raises(CommandError, match=r"portal\.example"):
        call_command("generate_clusters", count=1)
    call_command("generate_clusters", count=1, force=True, verbosity=0)
    assert counted() <= 1


@pytest.mark.parametrize("count", [None, 0, -4, 1_000_000])
def test_a_number_that_cannot_be_is_refused(db, count):
    with pytest.raises(CommandError, match="--count"):
        call_command("generate_clusters", count=count)


def test_without_a_cluster_search_the_command_says_so(db, settings):
    settings.SITE_URL = "http://localhost:8000"
    with pytest.raises(CommandError, match="no cluster search"):
        call_command("generate_clusters", count=1)
