"""The demo's clusters."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest

from demo.structure import load_languages
from search.building import store
from search.management.commands.load_synonyms import load_synonyms
from search.models import SearchDocument


@pytest.fixture(scope="module")
def demo_clusters(kept: None, demo_database: Path) -> None:
    """The documents of the demo's clusters, in the database of this run, with the demo's synonyms.

    From the demo that all tests of a run share: to load it takes longer than all of this. Keys decide between
    equals; made from the path, they do so in every run alike.
    """
    with closing(sqlite3.connect(demo_database)) as connection:
        rows = connection.execute(
            "SELECT path, document FROM search_searchdocument WHERE kind = 'cluster' AND public"
        ).fetchall()
    for path, document in rows:
        row = SearchDocument.objects.create(key=uuid5(NAMESPACE_URL, path), kind="cluster")
        assert store(row, row.kind, json.loads(document))
    load_languages()
    load_synonyms()
