"""Import in the admin: upload, preview, confirm, report, undo; every editor in the own part alone."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from clusters.importing import reading, steps
from clusters.importing.writing import undo_rows
from clusters.models import ClusterImport, ClusterPage, CountryPage
from partners.approval import ensure_workflow
from partners.permissions import ensure_lead_group, ensure_partner_group
from tests import builders
from translation.permissions import ensure_translator_group

pytestmark = pytest.mark.django_db
INDEX = "/admin/clusters/import/"


@pytest.fixture
def editor(client):
    """An editor of the partner that looks after Germany; France is somebody else's."""
    partner = ensure_partner_group("sez", "Steinbeis")
    builders.country_page("DE", partner=partner)
    builders.country_page("FR")
    user = builders.user("editor", partner.group)
    client.force_login(user)
    return user


def send(client, text, name="clusters.csv", **fields):
    contents = text if isinstance(text, bytes) else text.encode()
    return client.post(INDEX, {"file": SimpleUploadedFile(name, contents), **fields}, follow=True)


def state():
    return ClusterImport.objects.latest("pk").state


def test_a_file_is_previewed_imported_and_taken_back(client, editor):
    old = builders.cluster_page("Old", slug="old", city="Bonn")
    text = "slug,name,country_iso2,city\nold,,,Berlin\nnew,New,DE,Ulm\n"
    response = send(client, text, data_source="Survey 2026")
    html = response.content.decode()
    assert state() == "ready"
    assert re.search(r"<del>Bonn</del>\s*<ins>Berlin</ins>", html)
    assert "New: 1. Changed: 1. As before: 0." in html
    assert ClusterPage.objects.count() == 1

    source = ClusterImport.objects.get()
    html = client.post(reverse("cluster_imports:confirm", args=[source.pk]), follow=True).content.decode()
    assert state() == "done"
    assert "2 rows were imported." in html
    old.refresh_from_db()
    assert (old.city, old.latest_revision.user) == ("Berlin", editor)
    new = ClusterPage.objects.get(slug="new")
    assert (new.live, new.data_source, old.data_source) == (True, "Survey 2026", "")
    entry = PageLogEntry.objects.get(page=old.pk, action="clusters.import")
    assert (entry.message, entry.user) == ("Imported from “clusters.csv”, row 2", editor)

    client.post(reverse("cluster_imports:undo", args=[source.pk]))
    assert state() == "undone"
    old.refresh_from_db()
    assert (old.city, old.live) == ("Bonn", True)
    assert not ClusterPage.objects.filter(slug="new").exists()


def test_the_lead_takes_back_what_a_command_imported(client, tmp_path):
    builders.country_page("DE")
    path = tmp_path / "clusters.csv"
    path.write_text("slug,name,country_iso2\na,A,DE\n")
    call_command("import_clusters", str(path), verbosity=0)
    client.force_login(builders.user("lead", ensure_lead_group()))
    source = ClusterImport.objects.get()
    assert reverse("cluster_imports:show", args=[source.pk]) in client.get(INDEX).text
    undo = reverse("cluster_imports:undo", args=[source.pk])
    assert undo in client.get(reverse("cluster_imports:show", args=[source.pk])).text
    client.post(undo)
    assert state() == "undone"
    assert not ClusterPage.objects.exists()


def test_what_was_changed_since_is_not_taken_back(client, editor):
    builders.country_page("DE")
    send(client, "slug,name,country_iso2\na,A,DE\nb,B,DE\n")
    source = ClusterImport.objects.get()
    client.post(reverse("cluster_imports:confirm", args=[source.pk]))
    page = ClusterPage.objects.get(slug="b")
    page.city = "Ulm"
    page.save_revision().publish()
    html = client.post(reverse("cluster_imports:undo", args=[source.pk]), follow=True).content.decode()
    assert "The page was changed after the import." in html
    assert (state(), ClusterPage.objects.count()) == ("done", 2)


def test_rows_outside_the_own_part_are_refused(client, editor):
    builders.cluster_page("French", slug="french", country="FR", city="Paris")
    html = send(
        client, "slug,name,country_iso2,city\nfrench,,,Lyon\nother,Other,FR,\nmine,Mine,DE,\n"
    ).content.decode()
    assert state() == "refused"
    assert html.count("This country is not in your part of the portal.") == 2
    assert 'data-problems="2"' in html
    assert ClusterPage.objects.get().city == "Paris"


def test_rights_are_asked_again_when_rows_are_written(client, editor):
    send(client, "slug,name,country_iso2\na,A,DE\n")
    editor.groups.clear()
    from clusters.importing.steps import confirm

    source = ClusterImport.objects.get()
    confirm(source, editor)
    source.refresh_from_db()
    assert source.state == "failed"
    assert "not in your part" in source.report[0]
    assert not ClusterPage.objects.exists()


def test_a_row_that_no_longer_fits_takes_everything_back(client, editor, monkeypatch):
    monkeypatch.setattr("clusters.importing.steps.WRITTEN_AT_ONCE", 1)
    old = builders.cluster_page("Old", slug="old", city="Bonn")
    send(client, "slug,name,country_iso2,city\na,A,DE,\nb,B,DE,\nold,,,Berlin\n")
    ClusterPage.objects.filter(pk=old.pk).update(locked=True)
    source = ClusterImport.objects.get()
    client.post(reverse("cluster_imports:confirm", args=[source.pk]))
    source.refresh_from_db()
    assert source.state == "failed"
    assert source.report[0] == "Row 4, slug, “old”: The page of this cluster is locked."
    assert [each.slug for each in ClusterPage.objects.all()] == ["old"]


def test_rows_are_written_in_the_name_and_with_the_rights_of_who_confirms_them(client, editor):
    send(client, "slug,name,country_iso2\na,A,DE\n")
    source = ClusterImport.objects.get()
    editor.groups.clear()
    lead = builders.user("lead", ensure_lead_group())
    client.force_login(lead)
    client.post(reverse("cluster_imports:confirm", args=[source.pk]))
    page = ClusterPage.objects.get()
    assert page.latest_revision.user == page.owner == lead
    assert set(PageLogEntry.objects.filter(page=page.pk).values_list("user", flat=True)) == {lead.pk}
    assert ClusterImport.objects.get().user == editor


def test_nothing_waits_for_ever_when_the_queue_does_not_take_it(client, editor, monkeypatch):
    client.raise_request_exception = False

    def lost(self):
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(ClusterImport, "enqueue", lost)
        send(client, "slug,name,country_iso2\na,A,DE\n")
    assert not ClusterImport.objects.exists()
    send(client, "slug,name,country_iso2\na,A,DE\n")
    with monkeypatch.context() as patch:
        patch.setattr(ClusterImport, "enqueue", lost)
        client.post(reverse("cluster_imports:confirm", args=[ClusterImport.objects.get().pk]))
    assert state() == "ready"


@pytest.fixture
def imported(client, editor):
    """Import a text. Returns the import."""

    def run(text):
        send(client, text)
        source = ClusterImport.objects.latest("pk")
        client.post(reverse("cluster_imports:confirm", args=[source.pk]))
        source.refresh_from_db()
        return source

    return run


def hand_over(code):
    """Give a country to another partner."""
    (page,) = CountryPage.objects.filter(country=[code])
    page.partner = ensure_partner_group("inno", "inno")
    page.save_revision().publish()


def test_the_own_import_about_a_page_that_is_foreign_by_now_is_not_taken_back(client, editor, imported):
    draft = builders.cluster_page("Old", slug="old", city="Bonn", live=False)
    source = imported("slug,name,country_iso2,city\nold,,,Berlin\nnew,New,DE,Ulm\n")
    revision = ClusterPage.objects.get(pk=draft.pk).latest_revision_id
    hand_over("DE")
    builders.country_page("AT", partner=ensure_partner_group("sez", "Steinbeis"))
    html = client.post(reverse("cluster_imports:undo", args=[source.pk]), follow=True).content.decode()
    assert html.count("The page is not in your part of the portal.") == 2
    assert state() == "done"
    assert ClusterPage.objects.get(pk=draft.pk).latest_revision_id == revision
    assert ClusterPage.objects.get(slug="new").live


def test_rights_that_are_lost_while_an_import_is_taken_back_leave_its_rows(editor, imported):
    source = imported("slug,name,country_iso2\na,A,DE\n")
    ClusterImport.objects.filter(pk=source.pk).update(
        state="undoing", options={"undone_by": editor.pk, "to_undo": 1}
    )
    hand_over("DE")
    source.refresh_from_db()
    assert [each.expected for each in undo_rows(source, list(source.rows.all()), editor)] == [
        "The page is not in your part of the portal."
    ]
    assert ClusterPage.objects.filter(slug="a").exists()


def test_what_could_not_be_taken_back_is_listed_and_can_be_tried_again(client, imported, monkeypatch):
    monkeypatch.setattr("clusters.importing.steps.WRITTEN_AT_ONCE", 1)
    source = imported("slug,name,country_iso2\na,A,DE\nb,B,DE\n")
    url = reverse("cluster_imports:undo", args=[source.pk])
    delete = ClusterPage.delete

    def fail(page, *args, **kwargs):
        if page.slug == "a":
            raise RuntimeError("no")
        return delete(page, *args, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr(ClusterPage, "delete", fail)
        html = client.post(url, follow=True).content.decode()
    assert state() == "partly"
    assert [each.slug for each in ClusterPage.objects.all()] == ["a"]
    assert "1 row stays imported" in html
    assert "was taken back" not in html
    listed = html.split("What stays imported")[1]
    assert f"/pages/{ClusterPage.objects.get().pk}/edit/" in listed

    html = client.post(url, follow=True).content.decode()
    assert "1 row was taken back." in html
    assert state() == "undone"
    assert not ClusterPage.objects.exists()


def test_a_failing_import_does_not_say_that_all_is_taken_back_when_a_page_stays(client, editor, monkeypatch):
    monkeypatch.setattr(steps, "WRITTEN_AT_ONCE", 1)
    old = builders.cluster_page("Old", slug="old", city="Bonn")
    send(client, "slug,name,country_iso2,city\na,A,DE,\nb,B,DE,\nold,,,Berlin\n")
    ClusterPage.objects.filter(pk=old.pk).update(locked=True)
    write = steps.write_rows

    def write_and_change(source, rows):
        write(source, rows)
        if rows[0].cells["slug"] == "a":
            page = ClusterPage.objects.get(slug="a")
            page.save_revision().publish()

    monkeypatch.setattr(steps, "write_rows", write_and_change)
    source = ClusterImport.objects.get()
    client.post(reverse("cluster_imports:confirm", args=[source.pk]))
    source.refresh_from_db()
    assert source.state == "partly"
    assert "Row 2, slug, “a”: The page was changed after the import." in source.report
    assert source.report[-1].startswith("1 row stays imported")
    assert {each.slug for each in ClusterPage.objects.all()} == {"a", "old"}


@pytest.mark.parametrize("kind", ["workflow", "schedule"])
def test_an_import_stops_at_every_kind_of_lock(client, editor, imported, kind):
    page = builders.cluster_page("Draft", slug="draft", live=False)
    text = "slug,name,country_iso2,city\ndraft,,,{}\n"
    done = imported(text.format("Berlin"))
    page = ClusterPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    if kind == "workflow":
        ensure_workflow(ensure_lead_group()).start(page, editor)
        expected = "The page of this cluster waits for somebody to approve it."
    else:
        page.latest_revision.approved_go_live_at = timezone.now() + timedelta(days=3)
        page.latest_revision.save()
        expected = "The page of this cluster is scheduled to be published."
    assert expected in send(client, text.format("Ulm")).content.decode()
    assert state() == "refused"
    html = client.post(reverse("cluster_imports:undo", args=[done.pk]), follow=True).content.decode()
    assert expected in html
    assert ClusterPage.objects.get(pk=page.pk).get_latest_revision_as_object().city == "Berlin"


@pytest.mark.parametrize("guess", ["boss@example.org", "guess@example.org", "no address"])
def test_values_of_foreign_drafts_cannot_be_found_out_by_guessing(client, editor, guess):
    contact = {"name": "Office", "email": "boss@example.org"}
    builders.cluster_page("Secret", slug="secret", country="FR", live=False, contacts=[contact])
    send(client, f"slug,name,country_iso2,email\nsecret,,,{guess}\n")
    source = ClusterImport.objects.get()
    assert source.state == "refused"
    assert [each["expected"] for each in source.problems] == [
        "This country is not in your part of the portal."
    ]


def test_a_file_is_read_outside_of_the_transaction_that_keeps_what_it_says(client, editor, monkeypatch):
    inside = len(connection.savepoint_ids)
    depths = []
    compare = steps.check_rows

    def check_rows(*args):
        depths.append(len(connection.savepoint_ids) - inside)
        return compare(*args)

    monkeypatch.setattr(steps, "check_rows", check_rows)
    source = ClusterImport.objects.create(
        title="x.csv", user=editor, steps=[["check"]], file=b"slug,name,country_iso2\na,A,DE\n"
    )
    source.enqueue()
    assert (source.state, source.rows.count(), source.file) == ("ready", 1, None)
    assert depths == [0]


def test_only_who_makes_clusters_comes_in(client):
    builders.country_page("DE")
    builders.country_page("DE", "fr")
    translator = builders.user("t", ensure_translator_group(builders.locale("fr")))
    client.force_login(translator)
    for path in (INDEX, f"{INDEX}export/csv/"):
        response = client.get(path)
        assert response.status_code in (302, 403)
        assert INDEX not in client.get("/admin/").content.decode()


def test_imports_of_others_are_not_shown(client, editor):
    source = ClusterImport.objects.create(title="x.csv", state="ready", user=builders.admin())
    for name in ("show", "confirm", "undo"):
        url = reverse(f"cluster_imports:{name}", args=[source.pk])
        response = client.get(url) if name == "show" else client.post(url)
        assert response.status_code in (302, 404)
    source.refresh_from_db()
    assert source.state == "ready"


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client, editor, monkeypatch, tmp_path):
    monkeypatch.setattr("clusters.import_views.LARGEST_FILE", 10)
    path = tmp_path / "clusters.csv"
    path.write_text("slug,name,country_iso2\na,A,DE\n")
    monkeypatch.setattr(UploadedFile, "read", lambda *args: pytest.fail("It is read."))
    with path.open("rb") as file:
        html = client.post(INDEX, {"file": file}).content.decode()
    assert "The file is larger than" in html
    assert not ClusterImport.objects.exists()
    assert reading.LARGEST_FILE == 50 * 1024 * 1024


def test_the_export_holds_the_own_part(client, editor):
    builders.cluster_page("Mine", slug="mine")
    builders.cluster_page("Theirs", slug="theirs", country="FR")
    text = b"".join(client.get(f"{INDEX}export/csv/").streaming_content).decode("utf-8-sig")
    assert "mine,Mine,DE" in text
    assert "theirs" not in text
