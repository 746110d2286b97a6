"""The two addresses for machines."""

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import DatabaseError
from django.db.migrations.recorder import MigrationRecorder

from portal import health
from search.outbox import audit
from tests.servers.processes import free_port


@pytest.fixture(autouse=True)
def fresh_memory():
    health._migrations.cache_clear()
    yield
    health._migrations.cache_clear()


def test_live_answers_without_asking_the_database(client):
    answer = client.get("/-/live")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_ready_says_that_every_part_works_and_leaves_nothing_behind(client):
    answer = client.get("/-/ready")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "checks": {"database": "ok", "migrations": "ok", "cache": "ok", "search": "database"},
    }
    assert "no-store" in answer["Cache-Control"]
    assert not Session.objects.exists()


@pytest.mark.django_db
def test_a_missing_elasticsearch_is_degraded_and_still_ready(client, settings):
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{free_port()}"
    answer = client.get("/-/ready")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["checks"]["search"] == "unreachable"


@pytest.mark.django_db
def test_a_real_elasticsearch_is_named_once_it_has_its_indices(client, elasticsearch, settings):
    settings.ELASTICSEARCH_PREFIX += "-ready"
    answer = client.get("/-/ready")
    assert answer.json()["status"] == "degraded"
    assert answer.json()["checks"]["search"] == "unreachable"
    audit()
    answer = client.get("/-/ready")
    assert answer.json()["status"] == "ready"
    assert answer.json()["checks"]["search"] == "elasticsearch"


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_is_not_ready(client):
    MigrationRecorder.Migration.objects.filter(app="sessions").delete()
    answer = client.get("/-/ready")
    assert answer.status_code == 503
    assert answer.json()["status"] == "unavailable"
    assert answer.json()["checks"]["migrations"].endswith("not applied")


@pytest.mark.django_db
def test_a_cache_that_forgets_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(type(cache._connections["default"]), "get", lambda *args, **options: None)
    answer = client.get("/-/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["cache"] == "a written value was not found again"


@pytest.mark.django_db
def test_a_database_that_fails_is_not_ready_and_its_words_stay_in_the_log(client, monkeypatch, caplog):
    def refuse(**fields: object) -> None:
        raise DatabaseError("password of user portal was refused")

    monkeypatch.setattr(Session.objects, "create", refuse)
    answer = client.get("/-/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "failed"
    assert b"password" not in answer.content
    assert "password" in caplog.text


@pytest.mark.parametrize("path", ["/-/live", "/-/ready"])
def test_the_addresses_for_machines_only_take_questions(client, path):
    assert client.post(path).status_code == 405
