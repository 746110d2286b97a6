"""The lead editor imports the file of the real organisations and takes it back; a spoilt copy is refused."""

import csv
import io
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from demo.texts import DATA
from tests.browser.editing import window
from tests.browser.looks import FEW_LOOKS, problems_in
from tests.running_portal import RunningPortal
from tests.signing_in import sign_in

# Milliseconds that the worker may take beside other tests.
WORK = 90_000
CITY, MEMBERS = 3, 4
"""Columns of ``stored``."""


@pytest.fixture(scope="module")
def lead(chromium: Browser, portal: RunningPortal) -> Iterator[Page]:
    """The window of the lead editor."""
    with window(chromium) as page:
        sign_in(page, portal.url, "lead")
        yield page


def organisations() -> list[dict[str, str]]:
    """The rows of the real organisations, as the demo has them."""
    with (DATA / "clusters.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def send(page: Page, portal: RunningPortal, name: str, rows: list[dict[str, str]]) -> None:
    """Send rows as a file, and wait until they are checked."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    page.goto(f"{portal.url}/admin/clusters/import/")
    page.locator("#id_file").set_input_files(
        FilePayload(name=name, mimeType="text/csv", buffer=text.getvalue().encode())
    )
    page.get_by_role("button", name="Check the file").click()
    expect(page.locator("[data-import]")).to_have_attribute("data-state", re.compile("ready|refused"))


def stored(portal: RunningPortal) -> list[tuple]:
    """What the portal knows of every profile, in every language."""
    return portal.query(
        "SELECT p.id, p.title, p.live, c.city, c.members, c.founded_year, c.sectors, c.latitude"
        " FROM clusters_clusterpage c JOIN wagtailcore_page p ON p.id = c.page_ptr_id ORDER BY p.id"
    )


def test_79_organisations_are_compared_imported_and_taken_back(lead: Page, portal: RunningPortal) -> None:
    rows = organisations()
    assert len(rows) == 79
    for number, row in enumerate(rows):
        # More than are written at once.
        row["members"] = str(100 + number) if number < 20 else ""
    rows[0]["city"] = "Blagnac"
    new = {"slug": "twin", "name": "Aerospace Valley Twin", "country_iso2": "FR"}
    rows.append(dict.fromkeys(rows[0], "") | new | {"website_domain": rows[0]["website_domain"]})
    before = stored(portal)
    send(lead, portal, "organisations.csv", rows)
    expect(lead.locator("main")).to_contain_text("New: 1. Changed: 20. As before: 59.")
    first = lead.locator("[data-row='2']")
    expect(first.locator("del")).to_have_text("Toulouse")
    expect(first.locator("ins")).to_have_text(["Blagnac", "100"])
    expect(lead.locator("[data-row='81'] [data-duplicate]")).to_contain_text("same web domain")
    assert problems_in(lead, FEW_LOOKS, within="main") == {}
    assert stored(portal) == before

    lead.get_by_role("button", name="Import", exact=True).click()
    expect(lead.get_by_role("progressbar", name="Progress")).to_be_visible()
    assert problems_in(lead, FEW_LOOKS, within="main") == {}
    expect(lead.get_by_text("21 rows were imported.")).to_be_visible(timeout=WORK)
    assert problems_in(lead, FEW_LOOKS, within="main") == {}
    changed = set(stored(portal)) - set(before)
    assert sorted(row[MEMBERS] for row in changed if row[MEMBERS]) == list(range(100, 120))
    assert {row[CITY] for row in changed} >= {"Blagnac"}
    lead.get_by_role("button", name="Take the import back").click()
    expect(lead.get_by_text("21 rows were taken back.")).to_be_visible(timeout=WORK)
    assert stored(portal) == before


def test_everything_wrong_in_a_spoilt_copy_is_said_at_once_and_nothing_is_written(
    lead: Page, portal: RunningPortal
) -> None:
    rows = organisations()
    for row in rows:
        row["members"] = "7"
    rows[1]["lat"] = "north of Paris"
    rows[2]["founded_year"] = "long ago"
    rows[3]["primary_ecosystem"] = "alchemy"
    rows[4]["country_iso2"] = "XX"
    rows[5]["name"] = "-"
    rows[6]["slug"] = rows[0]["slug"]
    rows[7]["website_domain"] = "no address"
    before = stored(portal)
    send(lead, portal, "spoilt.csv", rows)
    expect(lead.locator("main")).to_contain_text("Refused.")
    found = [
        tuple(cell.strip() for cell in row.locator("td").all_inner_texts()[:2])
        for row in lead.locator("[data-problems] tbody tr").all()
    ]
    assert found == [
        ("3", "lat"),
        ("4", "founded_year"),
        ("5", "primary_ecosystem"),
        ("6", "country_iso2"),
        ("7", "name"),
        ("8", "slug"),
        ("9", "website_domain"),
    ]
    assert lead.get_by_role("button", name="Import", exact=True).count() == 0
    assert problems_in(lead, FEW_LOOKS, within="main") == {}
    assert stored(portal) == before
