"""The whole result of a search, in every format."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from search.outbox import build_stale
from tests import builders

pytestmark = pytest.mark.django_db
RECORD = {"slug", "name", "url", "city", "lat", "lon", "sector", "country", "region", "value_chain", "market"}


@pytest.fixture(scope="module")
def clusters(kept):
    builders.cluster_page(
        "=1+1",
        slug="example-formula",
        country="DE",
        sectors=["digital", "health"],
        latitude=48.8,
        longitude=9.2,
    )
    builders.cluster_page("Elsewhere", slug="example-elsewhere", country="FR", sectors=["health"])
    build_stale()


def body(client, ending: str, query: str = "") -> bytes:
    return b"".join(client.get(f"/en/clusters/export.{ending}?{query}").streaming_content)


def test_every_format_has_the_whole_result_and_follows_the_search(clusters, client):
    def slugs(ending, query=""):
        content = body(client, ending, query)
        if ending == "csv":
            return [row["slug"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))]
        if ending == "xlsx":
            rows = list(load_workbook(io.BytesIO(content)).active.values)
            return [dict(zip(rows[0], row, strict=True))["slug"] for row in rows[1:]]
        return [row["slug"] for row in json.loads(content)]

    for ending in ("csv", "xlsx", "json"):
        assert sorted(slugs(ending)) == ["example-elsewhere", "example-formula"]
        assert slugs(ending, "country=FR") == ["example-elsewhere"]


def test_a_record_has_every_facet_under_its_parameter_name(clusters, client):
    record = json.loads(body(client, "json", "country=DE"))[0]
    assert record.keys() >= RECORD
    assert record["sector"] == ["digital", "health"]


def test_no_spreadsheet_runs_a_name_as_a_formula(clusters, client):
    rows = csv.DictReader(io.StringIO(body(client, "csv", "country=DE").decode("utf-8-sig")))
    assert next(rows)["name"] == "'=1+1"
    sheet = load_workbook(io.BytesIO(body(client, "xlsx", "country=DE"))).active
    cell = next(cell for cell in sheet[2] if cell.value == "=1+1")
    assert cell.data_type == "s"


def test_control_characters_of_word_stop_neither_feed_nor_workbook(client):
    builders.cluster_page("Solar\x0bValley\x07", slug="solar", city="Bo\x0bnn", summary="One\x0btwo")
    build_stale()
    assert "Solar Valley" in client.get("/en/clusters/feed/").content.decode()
    assert "Solar Valley" in {
        cell for row in load_workbook(io.BytesIO(body(client, "xlsx"))).active.values for cell in row
    }


def test_geojson_has_the_clusters_whose_place_is_known(clusters, client):
    collection = json.loads(body(client, "geojson"))
    assert collection["type"] == "FeatureCollection"
    assert [feature["id"] for feature in collection["features"]] == ["example-formula"]
    assert collection["features"][0]["geometry"] == {"type": "Point", "coordinates": [9.2, 48.8]}


def test_an_empty_result_is_still_a_valid_file(client):
    builders.cluster_index()
    assert json.loads(body(client, "json", "q=nothing")) == []
    assert json.loads(body(client, "geojson", "q=nothing"))["features"] == []
    assert len(list(load_workbook(io.BytesIO(body(client, "xlsx", "q=nothing"))).active.values)) == 1
