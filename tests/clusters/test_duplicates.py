"""Similar profiles are named where a profile is written or imported; nobody sees another's drafts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters.duplicates import Asked, duplicates
from clusters.likeness import Identity
from clusters.models import ClusterPage
from partners.permissions import ensure_partner_group
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def germany():
    return builders.country_page("DE", partner=ensure_partner_group("sez", "Steinbeis"))


@pytest.fixture
def editor(client, germany):
    """An editor of Germany; France is somebody else's."""
    builders.country_page("FR")
    user = builders.user("editor", germany.partner.group)
    client.force_login(user)
    return user


def found(rf, user, **identity):
    request = rf.get("/")
    request.user = user
    asked = Asked(Identity(**{"name": "", "country": "DE"} | identity))
    return duplicates(request, {1: asked}).get(1, [])


def test_public_profiles_of_everybody_are_named_and_drafts_of_the_own_part(rf, editor):
    mine = builders.cluster_page("Silicon Saxony e.V.", slug="mine", live=False, city="Dresden")
    theirs = builders.cluster_page("Silicon Saxony", slug="theirs", country="FR", city="Lyon")
    builders.cluster_page("The Silicon Saxony", slug="draft", country="FR", live=False)
    candidates = found(rf, editor, name="Saxony Silicon", city="Dresden")
    assert [(each.title, each.place, each.is_draft) for each in candidates] == [
        ("Silicon Saxony e.V.", "Dresden, Germany", True),
        ("Silicon Saxony", "Lyon, France", False),
    ]
    assert [each.url for each in candidates] == [
        reverse("wagtailadmin_pages:edit", args=[mine.pk]),
        theirs.get_url(),
    ]
    assert list(map(str, candidates[0].reasons)) == ["similar name", "same place"]


def test_a_profile_is_compared_once_in_the_language_it_was_written_in_and_not_with_itself(rf, editor):
    page = builders.cluster_page("Silicon Saxony", website="https://www.saxony.example/")
    builders.translate(page, "fr")
    assert len(found(rf, editor, name="Other", website="saxony.example")) == 1
    request = rf.get("/")
    request.user = editor
    for version in ClusterPage.objects.filter(translation_key=page.translation_key):
        asked = Asked(Identity("Silicon Saxony", country="DE"), version.translation_key)
        assert duplicates(request, {1: asked}) == {}


def test_what_is_private_is_not_named(rf, editor):
    page = builders.cluster_page("Silicon Saxony", country="FR")
    page.get_parent().view_restrictions.create(restriction_type="login")
    assert found(rf, editor, name="Silicon Saxony") == []


def test_the_editor_names_similar_profiles_and_refuses_nothing(client, editor, germany):
    builders.cluster_page("Silicon Saxony", slug="first", city="Dresden")
    url = reverse("wagtailadmin_pages:add", args=["clusters", "clusterpage", germany.pk])
    assert 'data-duplicates="0"' in client.get(url).content.decode()
    form = {"title": "Silicon Saxony e.V.", "slug": "second", "comment_count": "0"}
    forms = {
        f"{prefix}-{name}_FORMS": "0"
        for prefix in ("contacts", "comments")
        for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")
    }
    response = client.post(url, form | forms | {"body-count": "0"})
    page = ClusterPage.objects.get(slug="second")
    assert response.status_code == 302
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'data-duplicates="1"' in html
    assert ">Silicon Saxony</a>" in html


def test_the_preview_of_an_import_names_similar_profiles_at_each_row(client, editor):
    builders.cluster_page("Silicon Saxony", slug="first", website="https://saxony.example/")
    builders.cluster_page("Known", slug="known", website="https://known.example/", city="Bonn")
    text = (
        "slug,name,country_iso2,website_domain,city\n"
        "new,Saxon silicon,DE,www.saxony.example,\nother,Other,DE,,\nknown,Known,DE,,Ulm\n"
    )
    contents = SimpleUploadedFile("clusters.csv", text.encode())
    html = client.post(reverse("cluster_imports:index"), {"file": contents}, follow=True).content.decode()
    rows = html.split("data-row=")[1:]
    assert [row.count("data-duplicate>") for row in rows] == [1, 0, 0]
    assert ">Silicon Saxony</a>" in rows[0]
    assert "same web domain" in rows[0]


def test_the_number_of_queries_does_not_depend_on_how_many_there_are(rf, editor):
    request = rf.get("/")
    counts = []
    for number in (2, 8):
        for each in range(number):
            builders.cluster_page(f"Silicon Saxony {number}", slug=f"c{number}-{each}", city="Ulm")
        asked = {each: Asked(Identity(f"Silicon Saxony {number}", country="DE")) for each in range(number)}
        # Wagtail keeps the rights of a user on the object.
        request.user = type(editor).objects.get(pk=editor.pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(duplicates(request, asked)[0]) == min(number, 5)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
