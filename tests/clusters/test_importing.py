"""Files of clusters: imported whole or not at all, and what was exported imports as nothing."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry

from clusters.importing.columns import HEADER
from clusters.importing.reading import LARGEST_FILE
from clusters.importing.writing import undo_rows, write_rows
from clusters.models import ClusterImport, ClusterImportRow, ClusterPage
from tests import builders

pytestmark = pytest.mark.django_db
REAL = Path(__file__).resolve().parents[2] / "demo" / "data" / "clusters.csv"


def real_rows():
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def as_csv(rows, columns=None, separator=","):
    out = io.StringIO()
    writer = csv.DictWriter(out, columns or list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@pytest.fixture
def import_file(tmp_path):
    """Import contents with the command. Returns what it says and its bar; a refusal raises CommandError."""

    def run(contents, *options, name="clusters.csv"):
        path = tmp_path / name
        path.write_bytes(contents)
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("import_clusters", str(path), *options, stdout=out, stderr=err)
        except CommandError as error:
            raise CommandError(f"{err.getvalue()}\n{error}", returncode=error.returncode) from error
        return out.getvalue() + err.getvalue()

    return run


@pytest.fixture
def export_file(tmp_path):
    """Contents of an export."""

    def run(kind="csv"):
        path = tmp_path / f"export.{kind}"
        call_command("export_clusters", format=kind, output=str(path))
        return path.read_bytes()

    return run


def row(**cells):
    return {"slug": "example", "name": "Example", "country_iso2": "DE"} | cells


@pytest.fixture
def germany():
    return builders.country_page("DE")


def test_the_real_organisations_are_imported_and_a_corrupted_copy_changes_nothing(import_file, export_file):
    rows = real_rows()
    for code in {each["country_iso2"] for each in rows}:
        builders.country_page(code)
    said = import_file(REAL.read_bytes())
    assert f"{len(rows)} new, 0 changed" in said
    assert f"[{'#' * 30}] 79/79" in said
    assert ClusterPage.objects.live().count() == len(rows) == 79
    page = ClusterPage.objects.get(slug="aerospace-valley")
    assert (page.title, page.city, page.region) == ("Aerospace Valley", "Toulouse", ["FRJ2"])
    assert page.sectors == ["aerospace-defence", "digital"]
    assert page.website == "https://aerospace-valley.com/"

    for kind in ("csv", "xlsx"):
        assert "0 new, 0 changed, 79 as before" in import_file(export_file(kind), name=f"own.{kind}")
    assert ClusterImport.objects.count() == 1

    revisions = set(ClusterPage.objects.values_list("latest_revision_id", flat=True))
    spoiled = [dict(each) for each in rows]
    spoiled[3]["country_iso2"] = "ZZ"
    spoiled[3]["slug"] = "not there yet"
    spoiled[10]["lat"] = "north"
    spoiled[20]["primary_ecosystem"] = "digitall"
    spoiled[30]["slug"] = spoiled[29]["slug"]
    spoiled[40]["founded_year"] = "2099"
    spoiled[50]["name"] = "A new name"
    with pytest.raises(CommandError) as refused:
        import_file(as_csv(spoiled))
    assert refused.value.returncode == 1
    text = str(refused.value)
    for expected in (
        "Row 5, country_iso2, “ZZ”",
        "Row 5, slug, “not there yet”",
        "Row 12, lat, “north”: Expected degrees",
        "Row 22, primary_ecosystem, “digitall”",
        "Row 32, slug",
        "Row 42, founded_year, “2099”",
        "problems. Nothing was changed.",
    ):
        assert expected in text
    assert set(ClusterPage.objects.values_list("latest_revision_id", flat=True)) == revisions
    assert ClusterImport.objects.count() == 1


def test_a_dry_run_shows_the_difference_row_by_row(import_file, germany):
    builders.cluster_page("Example", slug="example", city="Bonn", members=12)
    rows = [row(city="Stuttgart", members="-"), row(slug="second", name="Second", city="", members="")]
    said = import_file(as_csv(rows), "--dry-run")
    assert "Row 2, example: changed\n    city: “Bonn” -> “Stuttgart”\n    members: “12” -> “”" in said
    assert "Row 3, second: new\n    name: “Second”" in said
    assert "1 new, 1 changed" in said
    assert ClusterPage.objects.get().city == "Bonn"
    assert not ClusterImport.objects.exists()


def test_an_empty_cell_leaves_and_a_hyphen_clears(import_file):
    page = builders.cluster_page(
        "Example",
        slug="example",
        city="Bonn",
        summary="Text",
        members=12,
        member_counts={"sme": 5, "startup": 2},
        sectors=["digital", "health"],
        contacts=[{"name": "Office", "email": "office@example.org"}],
    )
    cells = row(city="", description_en="-", members="-", sme_members="-", primary_ecosystem="-", email="-")
    import_file(as_csv([cells]))
    page.refresh_from_db()
    assert (page.city, page.summary, page.members) == ("Bonn", "", None)
    assert (page.member_counts, page.sectors) == ({"startup": 2}, ["health"])
    assert [(each.name, each.email) for each in page.contacts.all()] == [("Office", "")]


def test_control_characters_are_not_imported(import_file, germany):
    import_file(as_csv([row(name="Solar\x0bValley\x07", city="Bonn\x1b", sector_keywords="a\x0bb;c")]))
    page = ClusterPage.objects.get()
    assert (page.title, page.city, page.sector_keywords) == ("Solar Valley", "Bonn", "a b\nc")


def test_a_changed_page_has_a_revision_and_says_where_the_change_comes_from(import_file):
    page = builders.cluster_page("Example", slug="example", city="Bonn")
    before = page.latest_revision_id
    import_file(
        as_csv([row(city="Stuttgart", email="office@example.org"), row(slug="new", city="", email="")]),
        "--source",
        "Survey 2026",
    )
    page.refresh_from_db()
    assert (page.city, page.live, page.data_source) == ("Stuttgart", True, "")
    assert ClusterPage.objects.get(slug="new").data_source == "Survey 2026"
    assert page.latest_revision_id != before
    entry = PageLogEntry.objects.get(page=page.pk, action="clusters.import")
    assert (entry.data["file"], entry.data["row"]) == ("clusters.csv", 2)
    assert entry.revision_id == page.latest_revision_id
    contact = page.contacts.get()
    assert (contact.email, contact.visibility) == ("office@example.org", "private")


def test_a_draft_stays_a_draft(import_file):
    page = builders.cluster_page("Example", slug="example", live=False)
    import_file(as_csv([row(city="Stuttgart")]))
    page.refresh_from_db()
    assert not page.live
    assert page.get_latest_revision_as_object().city == "Stuttgart"


def test_changes_that_are_not_published_are_not_published_by_an_import(import_file):
    page = builders.cluster_page("Example", slug="example", city="Bonn")
    page.city = "Berlin"
    page.save_revision()
    with pytest.raises(CommandError, match="has changes that are not published"):
        import_file(as_csv([row(city="Stuttgart")]))
    assert "1 as before" in import_file(as_csv([row(city="Bonn")]))


def test_a_cluster_written_in_german_keeps_its_english_translation(import_file, export_file):
    german = builders.cluster_page("Beispiel", slug="example", language="de", summary="Ein Text.")
    builders.cluster_index("en")
    english = builders.translate(german, "en")
    exported = list(csv.DictReader(io.StringIO(export_file().decode("utf-8-sig"))))
    assert [each["description_en"] for each in exported] == [english.summary]
    assert "1 as before" in import_file(as_csv(exported))
    with pytest.raises(CommandError, match="its English text is a translation"):
        import_file(as_csv([row(name="Beispiel", description_en="Another")]))


def test_pages_are_locked_before_they_are_read(germany):
    page = builders.cluster_page("Example", slug="example", city="Bonn")
    source = ClusterImport.objects.create(title="clusters.csv", by_operator=True)
    cells = {"slug": "example", "city": "Ulm"}
    line = ClusterImportRow.objects.create(source=source, number=2, cells=cells, is_new=False)
    with CaptureQueriesContext(connection) as queries:
        write_rows(source, [line])
    about_pages = [each["sql"] for each in queries if "wagtailcore_page" in each["sql"]]
    # SQLite has one writer at a time anyway.
    assert ("FOR UPDATE" in about_pages[0]) == connection.features.has_select_for_update
    page.refresh_from_db()
    assert page.city == "Ulm"


def test_pages_are_locked_before_what_was_imported_is_taken_back(germany):
    page = builders.cluster_page("Example", slug="example", city="Bonn")
    source = ClusterImport.objects.create(title="clusters.csv", by_operator=True)
    cells = {"slug": "example", "city": "Ulm"}
    line = ClusterImportRow.objects.create(source=source, number=2, cells=cells, is_new=False)
    write_rows(source, [line])
    line.refresh_from_db()
    with CaptureQueriesContext(connection) as queries:
        assert undo_rows(source, [line], builders.admin()) == []
    about_pages = [each["sql"] for each in queries if 'FROM "wagtailcore_page"' in each["sql"]]
    first = about_pages[0]
    # Before anything of them is read but their ids; where there are several writers, for writing.
    assert "," not in first.partition(" FROM ")[0]
    assert f"IN ({page.pk})" in first
    assert ("FOR UPDATE" in first) == connection.features.has_select_for_update
    page.refresh_from_db()
    assert page.city == "Bonn"


@pytest.mark.parametrize("failing", [0, 1, 2])
def test_an_error_on_the_way_leaves_nothing(import_file, germany, monkeypatch, failing):
    rows = [row(slug=f"c{number}") for number in range(3)]
    save = ClusterPage.save_revision
    seen = []

    def save_revision(page, *args, **kwargs):
        seen.append(page.slug)
        if page.slug == f"c{failing}":
            raise RuntimeError("no")
        return save(page, *args, **kwargs)

    monkeypatch.setattr(ClusterPage, "save_revision", save_revision)
    with pytest.raises(RuntimeError):
        import_file(as_csv(rows))
    assert len(seen) == failing + 1
    assert not ClusterPage.objects.exists()
    assert not ClusterImport.objects.exists()
    germany.refresh_from_db()
    assert germany.numchild == 0


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("It is read."))
    with pytest.raises(CommandError, match="larger than 50"):
        call_command("import_clusters", str(path))


def test_json_has_lists_and_numbers(export_file):
    builders.cluster_page(
        "=Example", slug="example", sectors=["digital", "health"], members=12, latitude=1.5, longitude=-2.0
    )
    (only,) = json.loads(export_file("json"))
    assert list(only) == HEADER
    assert (only["name"], only["primary_ecosystem"], only["other_ecosystems"]) == (
        "=Example",
        ["digital"],
        ["health"],
    )
    assert (only["members"], only["lat"], only["lon"]) == (12, 1.5, -2.0)
