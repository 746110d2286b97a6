"""The demo's clusters."""

import pytest
from django.db import transaction

from demo.clusters import load_example_clusters, load_real_clusters
from demo.structure import load_home, load_languages, load_partners
from search.management.commands.load_synonyms import load_synonyms
from search.marking import building_left_for_later
from search.outbox import build_stale


@pytest.fixture
def demo_clusters(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clusters of the demo with its synonyms: not the rest of it, which takes longer than all of this."""
    # Translations are published on commit, which never comes here.
    monkeypatch.setattr(transaction, "on_commit", lambda function, *args, **kwargs: function())
    with building_left_for_later():
        for load in (load_languages, load_home, load_partners, load_real_clusters, load_example_clusters):
            load()
    load_synonyms()
    build_stale()
