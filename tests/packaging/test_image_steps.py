"""The steps of the Dockerfile, executed outside a container on a copy of the checkout, and what they make."""

import json
import os
import secrets
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.packaging.checkout import copy_checkout, image_context
from tests.packaging.dockerfile import read_dockerfile
from tests.servers import processes

pytestmark = pytest.mark.slow


class Image:
    """What the build would put into an image, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.app, self.venv = folder / "app", folder / "venv"
        self.build, self.final = read_dockerfile()

    def here(self, text: str) -> str:
        """Return a line of the Dockerfile with its two folders replaced by those of this image."""
        return text.replace("/app", str(self.app)).replace("/venv", str(self.venv))

    def environment(self, *stages: object, **extra: str) -> dict[str, str]:
        """Return the environment of a step: the base image's Python, and the ENV of both stages."""
        ours = (
            "DJANGO_",
            "DATABASE_",
            "ELASTICSEARCH_",
            "SECRET_",
            "PYTHON",
            "VIRTUAL_ENV",
            "PYTEST",
            "MAKE",
        )
        env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        env["PATH"] = f"{sys.base_prefix}/bin:{env['PATH']}"
        for stage in stages:
            for name, value in stage.environment().items():
                env[name] = self.here(value).replace("$PATH", env["PATH"])
        return env | extra

    def run(self, command: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Run a shell command as in the finished image."""
        env = self.environment(self.final, **extra)
        return subprocess.run(command, shell=True, cwd=self.app, env=env, capture_output=True, text=True)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """Execute every RUN of the build stage, in order, each after the COPY lines before it."""
    image = Image(tmp_path_factory.mktemp("image"))
    image.app.mkdir()
    for instruction, rest in image.build.steps:
        if instruction == "COPY":
            source = rest.split()[0]
            copy_checkout(image.app, lambda path, one=source: image_context(path) and one in (".", path))
        elif instruction == "RUN":
            env = image.environment(image.build)
            step = subprocess.run(
                image.here(rest), shell=True, cwd=image.app, env=env, capture_output=True, text=True
            )
            assert step.returncode == 0, f"RUN {rest}\n{step.stdout}{step.stderr}"
    return image


@pytest.fixture(scope="module")
def production(
    postgresql_url: str, elasticsearch_url: str, elasticsearch_prefix: str
) -> Iterator[dict[str, str]]:
    """Settings of a production behind TLS on PostgreSQL and Elasticsearch, with an empty database."""
    name = urlsplit(postgresql_url).path[1:] + "_image"
    with psycopg.connect(
        urlsplit(postgresql_url)._replace(path="/postgres").geturl(), autocommit=True
    ) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield {
            "SECRET_KEY": secrets.token_urlsafe(64),
            "SITE_URL": "https://portal.example",
            "ALLOWED_HOSTS": "portal.example",
            "BEHIND_PROXY": "true",
            "DATABASE_URL": urlsplit(postgresql_url)._replace(path=f"/{name}").geturl(),
            "ELASTICSEARCH_URL": elasticsearch_url,
            "ELASTICSEARCH_PREFIX": f"{elasticsearch_prefix}-image",
        }
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def prepared(image: Image, production: dict[str, str]) -> dict[str, str]:
    """The same after ``manage.py prepare``, as compose.yaml runs it."""
    outcome = image.run("python manage.py prepare", **production)
    assert outcome.returncode == 0, outcome.stderr
    return production


@pytest.fixture
def served(image: Image, prepared: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The image's command, running. Yields its address on this machine and its settings."""
    settings = prepared | {"HOST": "127.0.0.1", "PORT": str(processes.free_port())}
    env = image.environment(image.final, **settings)
    command = [str(image.venv / "bin" / image.final.command()[0]), *image.final.command()[1:]]
    server = subprocess.Popen(
        command, cwd=image.app, env=env, stdout=subprocess.DEVNULL, start_new_session=True
    )
    address = f"http://127.0.0.1:{settings['PORT']}"
    try:
        assert processes.wait_until(lambda: answers(f"{address}/-/live"), seconds=60, pause=0.2)
        yield address, settings
    finally:
        processes.stop_process_group(server.pid, first=signal.SIGTERM, seconds=20)


def ask(url: str) -> tuple[int, bytes]:
    request = urllib.request.Request(url, headers={"Host": "portal.example", "X-Forwarded-Proto": "https"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.status, answer.read()


def answers(url: str) -> bool:
    try:
        return ask(url)[0] == 200
    except (URLError, OSError):
        return False


def test_the_image_holds_the_program_its_messages_and_its_static_files(image):
    assert (image.app / "manage.py").is_file()
    assert (image.app / "var" / "static" / "staticfiles.json").is_file()
    for catalogue in image.app.glob("portal/locale/*/LC_MESSAGES/*.po"):
        assert catalogue.with_suffix(".mo").is_file()


def test_the_image_holds_nothing_that_only_developers_need(image):
    assert not (image.app / "tests").exists()
    assert not list(image.venv.glob("lib/*/site-packages/pytest"))
    assert not list(image.app.glob(".env"))


def test_the_deployment_check_has_no_complaint(image, prepared):
    outcome = image.run("python manage.py check --deploy --fail-level WARNING", **prepared)
    assert outcome.returncode == 0, outcome.stderr


def test_production_refuses_to_start_without_a_secret_key(image, prepared):
    outcome = image.run("python manage.py check", **(prepared | {"SECRET_KEY": ""}))
    assert outcome.returncode != 0
    assert "SECRET_KEY is missing" in outcome.stderr


def test_gunicorn_serves_and_every_part_is_ready(served):
    address, _ = served
    status, body = ask(f"{address}/-/ready")
    assert status == 200
    assert json.loads(body) == {
        "status": "ready",
        "checks": {"database": "ok", "migrations": "ok", "cache": "ok", "search": "elasticsearch"},
    }


def test_the_health_check_of_the_image_agrees(image, served):
    _, settings = served
    check = image.final.all("HEALTHCHECK")[0].partition("CMD ")[2]
    command = " ".join(json.loads(check))
    assert image.run(command, **settings).returncode == 0
    assert image.run(command, **(settings | {"PORT": str(processes.free_port())})).returncode == 1


def test_static_files_are_served_under_names_that_never_change(image, served):
    address, _ = served
    names = json.loads((image.app / "var" / "static" / "staticfiles.json").read_text())["paths"]
    name = next(
        hashed for plain, hashed in names.items() if plain.startswith("portal/") and plain.endswith(".css")
    )
    request = urllib.request.Request(
        f"{address}/static/{name}", headers={"Host": "portal.example", "X-Forwarded-Proto": "https"}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
