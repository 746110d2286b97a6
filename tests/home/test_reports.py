"""Reports: each shows its readers their own part, and can be taken along."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import resolve, reverse
from wagtail.admin.urls import reports as wagtails

from clusters.models import ClusterPage
from home.links import broken_links
from media.models import PortalImage
from partners.permissions import ensure_lead_group, ensure_permissions
from portal.reports import SafeExport
from search.models import SearchedText
from tests import builders
from tests.listings import count_queries
from translation.permissions import ensure_translator_group

pytestmark = pytest.mark.django_db

REPORTS = {
    "stale_profiles": "Stale of {}",
    "expired_labels": "Stale of {}",
    "events_without_country": "Nowhere of {}",
    "pages_without_translation": "Nowhere of {}",
    "broken_links": "Links of {}",
    "content_by_partner": "Partner {}",
    "images_without_alt": "Picture of {}",
}


def build(code: str, country: str) -> Any:
    """A part of a partner in which every report finds something, and its editor."""
    partner = builders.partner(code)
    builders.country_page(country, partner=partner)
    builders.cluster_page(
        f"Stale of {code}",
        country=country,
        last_confirmed=date.today() - timedelta(days=400),
        label=["gold"],
        label_awarded=date(2020, 1, 1),
        label_expires=date(2022, 1, 1),
    )
    series = builders.event_series(f"series-{code}", partner=partner)
    builders.event_page(f"Nowhere of {code}", series=series, city="Somewhere")
    builders.news_page(
        f"Links of {code}",
        section=builders.news_section(f"news-{code}", partner=partner),
        further_information='<a linktype="page" id="987654">gone</a>',
    )
    ensure_permissions()
    collection = partner.group.collection_permissions.first().collection
    image = builders.image(f"Picture of {code}", collection=collection)
    PortalImage.objects.filter(pk=image.pk).update(is_decorative=False)
    return builders.user(f"editor-{code}", partner.group)


def rows_of(client: Client, name: str) -> list[list[str]]:
    answer = client.get(reverse(name), {"export": "csv"})
    return list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))


def test_a_partner_sees_its_own_part_and_the_lead_sees_all():
    builders.home("fr")
    spi, inno = build("spi", "PT"), build("inno", "FR")
    lead = builders.user("lead", ensure_lead_group())
    for user, sees_mine, sees_others in ((spi, True, False), (inno, False, True), (lead, True, True)):
        client = Client()
        client.force_login(user)
        for name, title in REPORTS.items():
            mine, others = title.format("spi"), title.format("inno")
            page = client.get(reverse(name)).content.decode()
            assert (mine in page, others in page) == (sees_mine, sees_others), (name, user)
            taken = str(rows_of(client, name))
            assert (mine in taken, others in taken) == (sees_mine, sees_others), (name, user)


def test_who_looks_after_no_part_gets_no_report():
    build("spi", "PT")
    client = Client()
    client.force_login(builders.user("translator", ensure_translator_group(builders.locale("en"))))
    for name in REPORTS:
        if name != "images_without_alt":
            assert client.get(reverse(name)).status_code == 302, name
    client.force_login(builders.user("nobody", Group.objects.create(name="Nobodies")))
    assert client.get(reverse("images_without_alt")).status_code == 302


def test_every_report_opens_in_a_spreadsheet(client: Client):
    client.force_login(build("spi", "PT"))
    for name, title in REPORTS.items():
        answer = client.get(reverse(name), {"export": "xlsx"})
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active
        head, *rows = sheet.iter_rows(values_only=True)
        as_csv = rows_of(client, name)
        assert list(head) == as_csv[0], name
        assert title.format("spi") in {row[0] for row in rows}, name
        assert [row[0] for row in rows] == [row[0] for row in as_csv[1:]], name
        if name == "stale_profiles":
            assert head[:4] == ("Title", "Slug", "Language", "Partner")
            assert rows[0][:4] == ("Stale of spi", "stale-of-spi", "English", "Partner spi")


def test_content_is_counted_by_partner_and_language(client: Client):
    client.force_login(build("spi", "PT"))
    builders.cluster_page("Another", country="PT")
    builders.cluster_page("A draft", country="PT", live=False)
    assert rows_of(client, "content_by_partner")[1:] == [["Partner spi", "English", "2", "1", "1", "4"]]


def test_a_confirmed_profile_and_a_translation_are_not_stale(client: Client):
    client.force_login(build("spi", "PT"))
    builders.home("fr")
    stale = builders.cluster_page("Never confirmed", country="PT", summary="Text.")
    builders.translate(stale, "fr")
    builders.cluster_page("Fresh", country="PT", last_confirmed=date.today())
    titles = [row[0] for row in rows_of(client, "stale_profiles")[1:]]
    assert titles == ["Never confirmed", "Stale of spi"]


def test_links_are_followed_in_the_tree_and_checked_for_their_form(settings):
    settings.SITE_URL = "https://portal.example"
    target = builders.news_page("Target")
    draft = builders.news_page("Draft", live=False)
    links = {
        f'<a linktype="page" id="{target.pk}">x</a>': None,
        f'<a linktype="page" id="{draft.pk}">x</a>': f"page {draft.pk}",
        '<a linktype="page" id="987654">x</a>': "page 987654",
        '<a href="/fr/news/example-partner/target/">x</a>': None,
        '<a href="https://portal.example/en/news/example-partner/target/?a=b">x</a>': None,
        '<a href="/en/clusters/export.csv">x</a>': None,
        '<a href="/en/news/nothing/here/">x</a>': "/en/news/nothing/here/",
        '<a href="/news/example-partner/target/">x</a>': "/news/example-partner/target/",
        '<a href="https://cluster.example/a?b=c&amp;d=e">x</a>': None,
        '<a href="htps://cluster.example/">x</a>': "htps://cluster.example/",
        '<a href="http://[broken">x</a>': "http://[broken",
        '<a href="mailto:info@cluster.example">x</a>': None,
        '<a href="mailto:info at cluster">x</a>': "mailto:info at cluster",
        '<a href="#part">x</a>': None,
    }
    text = "".join(f"<p>{link}</p>" for link in links)
    builders.news_page("Rich text", further_information=text)
    call = {"text": "", "label": "Go", "page": draft, "url": ""}
    builders.news_page("Body", body=[("text", text), ("call_to_action", call)])
    found = broken_links(builders.admin())
    expected = [target for target in links.values() if target]
    assert [link.target for link in found if link.title == "Rich text"] == expected
    assert sorted(link.target for link in found if link.title == "Body") == sorted(
        [*expected, f"page {draft.pk}"]
    )


@pytest.mark.parametrize("way", ["", "?export=csv", "?export=xlsx"])
def test_reports_ask_the_same_number_of_queries_however_many_rows(client: Client, way: str):
    builders.home("fr")
    build("spi", "PT")
    client.force_login(builders.user("lead", ensure_lead_group()))
    reports = [*REPORTS, "searches_without_hits"]
    searched = {"day": date.today(), "language": "en", "kind": "cluster", "searches": 1, "hits": 0}
    searched |= {"relaxed": False, "engine": "database", "degraded": False}
    SearchedText.objects.create(text="nothing", **searched)
    rows = {name: len(rows_of(client, name)) for name in reports}
    asked = {name: count_queries(client, reverse(name) + way) for name in reports}
    for code, country in (("inno", "FR"), ("sez", "DE"), ("tsd", "BE")):
        build(code, country)
        SearchedText.objects.create(text=code, **searched)
    assert {name for name in reports if len(rows_of(client, name)) < rows[name] + 3} == set()
    assert {name: count_queries(client, reverse(name) + way) for name in reports} == asked


def test_a_title_is_never_a_formula_and_never_breaks_a_file(client: Client) -> None:
    builders.cluster_page('=HYPERLINK("http://evil.example/")', last_confirmed=None)
    ClusterPage.objects.update(title="=1+1\x0b")
    client.force_login(builders.admin())
    for report in (reverse("stale_profiles"), reverse("wagtailadmin_reports:aging_pages")):
        answer = client.get(report, {"export": "csv"})
        text = b"".join(answer).decode()
        # A spreadsheet takes it for UTF-8.
        assert text.startswith("\ufeff")
        assert "'=1+1" in text
        answer = client.get(report, {"export": "xlsx"})
        rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active)
        assert "=1+1" in [str(row[0].value).strip() for row in rows]
        assert all(cell.data_type != "f" for row in rows for cell in row)


def test_every_report_of_wagtail_comes_with_our_files() -> None:
    views = {
        str(pattern.pattern): resolve(f"/admin/reports/{pattern.pattern}").func
        for pattern in wagtails.urlpatterns
    }
    assert len(views) > 10
    assert {route for route, view in views.items() if not issubclass(view.view_class, SafeExport)} == set()
