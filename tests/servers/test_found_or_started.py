"""The test servers themselves: preferred when set, shared while used, gone afterwards."""

import json
import os
import urllib.request
from pathlib import Path

import psycopg
import pytest

from tests.servers import elasticsearch, java, postgresql, processes
from tests.servers.processes import ServerUnavailable


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    folder.mkdir()
    monkeypatch.setattr(processes, "cache_directory", lambda: folder)
    return folder


def test_a_configured_elasticsearch_that_is_away_is_named(monkeypatch):
    monkeypatch.setenv("ELASTICSEARCH_URL", f"http://127.0.0.1:{processes.free_port()}")
    monkeypatch.setattr(processes, "wait_until", lambda condition, **_: condition())
    with pytest.raises(ServerUnavailable, match="nothing answers at http"):
        elasticsearch.acquire()


def test_a_configured_postgresql_is_taken_as_it_is(monkeypatch):
    monkeypatch.setenv("POSTGRESQL_TEST_URL", "postgres://portal@database.example/postgres")
    assert postgresql.acquire() == "postgres://portal@database.example/postgres"


def test_an_index_prefix_must_not_be_empty():
    with pytest.raises(ValueError, match="every index"):
        elasticsearch.delete_indices("http://127.0.0.1:1", "")


def test_only_indices_of_the_given_prefix_are_deleted(elasticsearch_url, elasticsearch_prefix):
    own = f"{elasticsearch_prefix}-deleting"
    mine, neighbour = f"{own}-mine-1", f"{own}-neighbour-1"
    for name in (mine, neighbour):
        urllib.request.urlopen(urllib.request.Request(f"{elasticsearch_url}/{name}", method="PUT")).close()
    elasticsearch.delete_indices(elasticsearch_url, f"{own}-mine")
    listing = f"{elasticsearch_url}/_cat/indices/{own}*?h=index"
    with urllib.request.urlopen(listing) as answer:
        assert answer.read().decode().split() == [neighbour]


def test_elasticsearch_has_the_analysers_of_our_languages(elasticsearch_url):
    body = json.dumps({"analyzer": "german", "text": "Häuser"}).encode()
    request = urllib.request.Request(
        f"{elasticsearch_url}/_analyze", data=body, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        assert [token["token"] for token in json.load(answer)["tokens"]] == ["haus"]


@pytest.mark.postgresql
def test_a_postgresql_started_here_is_shared_and_stops_with_its_last_user(own_cache, monkeypatch):
    monkeypatch.delenv("POSTGRESQL_TEST_URL", raising=False)
    url = postgresql.acquire()
    try:
        with psycopg.connect(url) as connection:
            rights = connection.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user")
            assert rights.fetchone() == (True,)
        assert postgresql.acquire() == url
        folder = json.loads((own_cache / "postgresql.json").read_text())["folder"]
        with processes.locked_state("postgresql") as state:
            state["users"].append(os.getppid())
        postgresql.release()
        assert postgresql.running_url() == url
        with processes.locked_state("postgresql") as state:
            state["users"].remove(os.getppid())
    finally:
        postgresql.release()
    assert postgresql.running_url() == ""
    assert not Path(folder).exists()


def test_users_that_have_died_do_not_keep_a_server(own_cache):
    with processes.locked_state("anything") as state:
        state["users"] = [2**22 + 1]
        processes.add_user(state)
        assert state["users"] == [os.getpid()]
        assert processes.remove_user(state)


def test_a_server_asked_to_stay_stays(own_cache):
    with processes.locked_state("anything") as state:
        state["stay"] = True
        processes.add_user(state)
        assert not processes.remove_user(state)


def test_a_missing_java_says_what_to_install(monkeypatch):
    monkeypatch.setattr(java, "_candidates", lambda: iter(()))
    with pytest.raises(ServerUnavailable, match="JDK 21 or newer"):
        java.find_jdk()
