"""``check_translations`` finds what does not follow its source, and mends it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, PageViewRestriction, WorkflowPage

from clusters.models import ClusterPage
from home.models import StandardPage
from tests import builders
from tests.translation.board_rows import state
from translation.models import Baseline, SourceText, TranslationJob
from translation.permissions import ensure_reviewer_group, ensure_translator_group, reviewer_group

pytestmark = pytest.mark.django_db


def check(repair=False):
    out = StringIO()
    arguments = ["--repair"] if repair else []
    try:
        call_command("check_translations", *arguments, stdout=out, stderr=StringIO())
    except CommandError as error:
        out.write(str(error))
    return out.getvalue()


@pytest.fixture
def french():
    source = builders.cluster_page("Example Cluster", members=40)
    translated = builders.translate(source, "fr")
    ensure_translator_group(builders.locale("fr"))
    ensure_translator_group(builders.locale("en"))
    assert check() == "Everything follows its source.\n"
    return translated


def found_and_mended(kind):
    report = check()
    assert f"{kind}: " in report
    assert "Mend them with --repair" in report
    assert check() == report
    mended = check(repair=True)
    assert f"{kind}: " in mended
    assert "mended." in mended
    assert check() == "Everything follows its source.\n"
    assert Page.find_problems() == ([], [], [], [], [])
    return report


def test_a_translation_that_is_more_open_than_its_source(french):
    source = ClusterPage.objects.get(translation_key=french.translation_key, locale=builders.locale("en"))
    PageViewRestriction.objects.create(page=source, restriction_type="password", password="secret")
    PageViewRestriction.objects.filter(page=french.pk).update(password="known to everybody")
    assert "is not as private as its source" in found_and_mended("privacy")
    assert french.view_restrictions.get().password == "secret"


def test_a_drifted_slug(french):
    Page.objects.filter(pk=french.pk).update(slug="ailleurs")
    assert "has the slug “ailleurs”, its source “example-cluster”" in found_and_mended("slug")
    assert Page.objects.get(pk=french.pk).slug == "example-cluster"


def test_a_wrong_place(french):
    elsewhere = builders.country_page("PT", "fr")
    french.move(elsewhere, pos="last-child")
    assert "is not at the place of its source" in found_and_mended("place")
    assert Page.objects.get(pk=french.pk).get_parent().slug == "germany"


def test_a_missing_parent(french):
    Page.objects.get(pk=french.pk).move(builders.home("fr"), pos="last-child")
    Page.objects.get(locale=builders.locale("fr"), slug="germany").delete()
    assert "the page above it is missing" in found_and_mended("place")
    assert Page.objects.get(pk=french.pk).get_parent().slug == "germany"


def test_a_wrong_order(french):
    others = [builders.cluster_page(name) for name in ("B", "C")]
    for page in others:
        builders.translate(page, "fr")
    last = Page.objects.get(locale=builders.locale("fr"), slug="c")
    last.move(Page.objects.get(pk=french.pk), pos="left")
    assert "stand in another order" in found_and_mended("order")


def test_other_facts(french):
    ClusterPage.objects.filter(pk=french.pk).update(members=7, sectors=["health"])
    report = found_and_mended("facts")
    assert "has other facts than its source" in report
    assert "members" in report
    assert "sectors" in report
    assert ClusterPage.objects.get(pk=french.pk).members == 40


def test_a_public_alias_of_a_page_that_is_not_public(french):
    page = builders.standard_page("Missions")
    alias = page.copy_for_translation(builders.locale("fr"), alias=True)
    Page.objects.filter(pk=page.pk).update(live=False)
    Page.objects.filter(pk=alias.pk).update(live=True)
    found_and_mended("alias")
    assert not Page.objects.get(pk=alias.pk).live


def test_an_alias_that_was_left_behind(french):
    page = builders.standard_page("Missions")
    alias = page.copy_for_translation(builders.locale("fr"), alias=True)
    Page.objects.get(pk=page.pk).delete()
    Page.objects.filter(pk=alias.pk).update(live=True)
    assert "was an alias" in found_and_mended("alias")


def test_missing_rights(french):
    GroupPagePermission.objects.filter(group__name="Translators: Français").delete()
    assert "“Translators: Français” lacks rights" in found_and_mended("rights")


def test_the_lead_checks_and_repairs_in_the_admin(client, french):
    Page.objects.filter(pk=french.pk).update(slug="ailleurs")
    client.force_login(builders.admin())
    index = client.get(reverse("translation_languages:index")).content.decode()
    assert 'data-language="fr"' in index
    response = client.post(reverse("translation_languages:check"), follow=True)
    assert "has the slug “ailleurs”" in response.content.decode()
    assert Page.objects.get(pk=french.pk).slug == "ailleurs"
    client.post(reverse("translation_languages:check"), {"repair": "1"})
    assert Page.objects.get(pk=french.pk).slug == "example-cluster"
    assert TranslationJob.objects.filter(finished_at=None).count() == 0


def test_a_language_is_started_with_a_button(client, french):
    client.force_login(builders.admin())
    response = client.post(reverse("translation_languages:start"), {"language": "it"}, follow=True)
    html = response.content.decode()
    assert "data-finished" in html
    assert "Translators: Italiano" in html
    italian = Page.objects.filter(locale__language_code="it")
    assert {"clusters", "germany"} <= set(italian.values_list("slug", flat=True))
    # A country says nothing but its name, which is known.
    assert set(italian.filter(alias_of=None).values_list("slug", flat=True)) == {"germany"}
    response = client.post(reverse("translation_languages:start"), {"language": "xx"}, follow=True)
    assert "is not a language of the portal" in response.content.decode()


def test_a_translator_starts_no_language(client, french):
    group = ensure_translator_group(builders.locale("fr"))
    client.force_login(builders.user("translator-fr", group))
    for name in ("index", "start", "check"):
        address = reverse(f"translation_languages:{name}")
        response = client.get(address) if name == "index" else client.post(address, {"language": "it"})
        assert response.status_code == 302
    assert not TranslationJob.objects.exists()


def test_a_text_that_changed_past_the_signals_is_noted(french):
    source = ClusterPage.objects.get(locale__language_code="en")
    SourceText.objects.filter(page=source).update(digest="")
    found_and_mended("text")
    Baseline.objects.all().delete()
    found_and_mended("text")
    assert state(source, "fr") == "done"


def test_an_ordinary_page_without_a_revision_stays_where_it_is(french):
    page = StandardPage(title="By code", slug="by-code")
    Page.objects.get(pk=builders.home().pk).add_child(instance=page)
    assert "alias: " not in check(repair=True)
    assert Page.objects.get(pk=page.pk).live


def test_reviewers_who_lack_rights_and_a_language_that_lacks_its_workflow(french):
    ensure_reviewer_group(builders.locale("fr"))
    assert check() == "Everything follows its source.\n"
    GroupPagePermission.objects.filter(group=reviewer_group(builders.locale("fr"))).delete()
    WorkflowPage.objects.all().delete()
    report = found_and_mended("rights")
    assert "“Reviewers: Français” lacks rights" in report
    assert "nobody is asked to review it" in report
