"""What a profile refuses, and what it says of itself."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from clusters.models import ClusterPage
from search.outbox import build_stale
from tests import builders
from vocabularies.registry import get_vocabulary


@pytest.mark.django_db
def test_two_clusters_cannot_share_an_address_even_in_different_countries():
    builders.cluster_page(slug="example-same")
    twin = ClusterPage(title="Twin", slug="example-same", locale=builders.locale())
    with pytest.raises(ValidationError, match="Another cluster has this address"):
        twin.clean()


@pytest.mark.django_db
def test_half_a_position_is_refused():
    assert ClusterPage(latitude=48.1).required_to_publish() == ["longitude"]


@pytest.mark.django_db
def test_a_label_cannot_expire_before_it_was_awarded():
    page = ClusterPage(
        title="x",
        slug="x",
        locale=builders.locale(),
        label_awarded=date(2024, 1, 2),
        label_expires=date(2024, 1, 1),
    )
    with pytest.raises(ValidationError, match="before it was awarded"):
        page.clean()


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, ""),
        ({"label": ["gold"]}, "reported"),
        ({"label": ["gold"], "label_reported_year": 2015}, "reported"),
        ({"label": ["gold"], "label_awarded": date(2024, 1, 1)}, "valid"),
        ({"label": ["gold"], "label_expires": timezone.localdate() - timedelta(days=1)}, "expired"),
    ],
)
def test_the_state_of_a_label(fields, state):
    assert ClusterPage(title="x", **fields).label_state() == state


@pytest.mark.django_db
def test_a_moved_cluster_belongs_to_the_new_country(client):
    cluster = builders.cluster_page(slug="example-moving", country="DE")
    cluster.move(builders.country_page("FR"), pos="last-child")
    from search.outbox import build_stale

    build_stale()
    assert client.get("/en/clusters/france/example-moving/").status_code == 200
    rows = b"".join(client.get("/en/clusters/export.json?country=FR")).decode()
    assert "example-moving" in rows


@pytest.mark.parametrize(
    "fields",
    [
        {"last_confirmed": timezone.localdate() + timedelta(days=1)},
        {"label_awarded": timezone.localdate() + timedelta(days=1)},
        {"founded_year": timezone.localdate().year + 1},
        {"label_reported_year": 9999},
    ],
)
@pytest.mark.django_db
def test_what_happened_cannot_lie_in_the_future(fields):
    with pytest.raises(ValidationError, match="future"):
        ClusterPage(title="x", slug="x", locale=builders.locale(), **fields).clean()


@pytest.mark.django_db
def test_a_region_of_another_country_is_refused():
    form_class = ClusterPage.get_edit_handler().get_form_class()
    country = builders.country_page("DE")
    form = form_class(instance=ClusterPage(locale=builders.locale()), parent_page=country)
    form.cleaned_data = {}
    data = {"region": "FRC1"}
    form = form_class(data, instance=ClusterPage(locale=builders.locale()), parent_page=country)
    form.fields = {"region": form.fields["region"]}
    form.formsets = {}
    assert not form.is_valid()
    assert "Germany" in str(form.errors["region"])


@pytest.mark.django_db
def test_an_export_without_clusters_still_names_its_columns(client):
    builders.cluster_index()
    exported = b"".join(client.get("/en/clusters/export.csv?q=nothing-has-this"))
    lines = exported.decode("utf-8-sig").splitlines()
    assert len(lines) == 1
    assert {"slug", "name", "url", "sector", "country", "members"} <= set(lines[0].split(","))


@pytest.mark.django_db
def test_the_chart_of_members_has_bars_in_proportion_and_the_numbers_in_words(client):
    page = builders.cluster_page(members=64, member_counts={"sme": 50, "research": 10, "large-company": 0})
    html = client.get(page.url).content.decode()
    (table,) = re.findall(r'<table class="counts">.*?</table>', html, re.DOTALL)
    assert "<caption>Members</caption>" in table
    assert re.findall(r'<rect width="(\d+)"', table) == ["100", "20"]
    rows = re.findall(r'<th scope="row"[^>]*>([^<]+)</th>.*?<td>(\d+)</td>', table, re.DOTALL)
    kinds = get_vocabulary("member_kind")
    assert rows == [
        (kinds.label("sme", "en"), "50"),
        (kinds.label("research", "en"), "10"),
        ("All members", "64"),
    ]


@pytest.mark.django_db
def test_without_numbers_of_members_there_is_no_chart(client):
    assert 'class="counts"' not in client.get(builders.cluster_page().url).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "fresh", "text"),
    [(30, True, "confirmed"), (800, False, "confirmed"), (None, False, "not yet confirmed by the cluster")],
)
def test_a_profile_says_when_its_cluster_last_confirmed_it(client, days, fresh, text):
    confirmed = timezone.localdate() - timedelta(days=days) if days else None
    html = client.get(builders.cluster_page(last_confirmed=confirmed).url).content.decode()
    (mark,) = re.findall(r'<span class="freshness.*?</span>', html, re.DOTALL)
    month = f" {date_format(confirmed, 'YEAR_MONTH_FORMAT')}" if confirmed else ""
    assert f"{text}{month}\n" in mark
    assert ("freshness--fresh" in mark) == fresh


@pytest.mark.django_db
def test_a_profile_names_the_next_events_first_then_the_last_ones(client):
    page = builders.cluster_page("Silicon", slug="silicon")
    now = timezone.now()
    for days in (-20, -10, 30, 10):
        builders.event_page(
            f"Event {days}", slug=f"event{days}", start=now + timedelta(days=days), clusters=[page]
        )
    build_stale()
    found = client.get(page.url).context["events"]
    assert [hit.title for hit in found] == ["Event 10", "Event 30", "Event -10"]


@pytest.mark.django_db
def test_a_country_page_obeys_no_question_that_it_does_not_show(client):
    page = builders.cluster_page("Silicon", slug="silicon")
    build_stale()
    country = page.get_parent().get_url()
    for query in ("q=zzzz", "country=FR", "sector=health"):
        assert client.get(f"{country}?{query}").context["results"].total == 1


@pytest.mark.django_db
def test_a_profile_leads_to_its_country_as_long_as_that_is_public(client):
    country = builders.country_page("DE")
    german = builders.translate(country, "de")
    page = builders.cluster_page("Valley", country="DE", city="Ulm")
    place = re.compile(r"<p>Ulm, (.*?)</p>")
    for language, name in (("en", "Germany"), ("de", "Deutschland"), ("fr", "Allemagne")):
        html = client.get(f"/{language}{page.url[3:]}").content.decode()
        assert place.findall(html) == [f'<a href="/{language}/clusters/germany/">{name}</a>']
    country.unpublish()
    german.refresh_from_db()
    assert not german.live
    assert place.findall(client.get(page.url).content.decode()) == ["Germany"]
