"""The terms that come with the portal. Plain data: no database."""

import csv
import re
import tomllib
from pathlib import Path

import pytest

from portal.settings.languages import PORTAL_LANGUAGES
from vocabularies.countries import COUNTRY_CODES

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "vocabularies" / "data").glob("*.toml"))


def terms(path: Path) -> list[dict]:
    return tomllib.loads(path.read_text("utf-8"))["term"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_term_has_a_code_of_its_own_and_a_label_in_every_language(path):
    rows = terms(path)
    assert len({row["code"] for row in rows}) == len(rows)
    for row in rows:
        labels = row.get("labels", {})
        for language in PORTAL_LANGUAGES:
            assert labels.get(language.code, row.get("name")), (
                f"{row['code']} has no label in {language.name}"
            )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_parents_stand_before_their_children(path):
    seen = set()
    for row in terms(path):
        assert not row.get("parent") or row["parent"] in seen, row["code"]
        seen.add(row["code"])


def test_regions_are_nuts_2_codes_of_a_known_country():
    for row in terms(ROOT / "vocabularies" / "data" / "region.toml"):
        assert re.fullmatch(r"[A-Z]{2}[0-9A-Z]{2}", row["code"]), row["code"]
        assert row["country"] in COUNTRY_CODES
        assert {"EL": "GR", "UK": "GB"}.get(row["code"][:2], row["code"][:2]) == row["country"]


def test_the_14_industrial_ecosystems_and_16_technologies_are_there():
    assert len(terms(ROOT / "vocabularies" / "data" / "sector.toml")) == 14
    assert len(terms(ROOT / "vocabularies" / "data" / "technology.toml")) == 16


def test_the_real_clusters_use_only_known_codes():
    sectors = {row["code"] for row in terms(ROOT / "vocabularies" / "data" / "sector.toml")}
    regions = {row["code"] for row in terms(ROOT / "vocabularies" / "data" / "region.toml")}
    labels = {row["code"] for row in terms(ROOT / "vocabularies" / "data" / "label.toml")}
    with (ROOT / "demo" / "data" / "clusters.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert {row["primary_ecosystem"], *filter(None, row["other_ecosystems"].split(";"))} <= sectors
            assert row["nuts2_2024"] in regions | {""}, row["slug"]
            assert row["cluster_label"] in labels | {""}


def test_the_document_lists_every_code():
    document = (ROOT / "docs" / "vocabularies.md").read_text("utf-8")
    for path in FILES:
        if path.stem != "region":
            section = document.split(f"## {path.stem}\n")[1].split("\n## ")[0]
            assert re.findall(r"^\| `([^`]+)`", section, re.M) == [row["code"] for row in terms(path)]
