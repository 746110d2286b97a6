"""The Makefile: what it lists, and that it works again only on what has changed."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.packaging.dockerfile import ROOT

PUBLIC = ["run", "dev", "test", "test-fast", "lint", "format", "messages", "screenshots", "lock"]


def make(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    # The flags of a make that runs these tests are not for the one under test.
    env = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        ["make", *arguments], cwd=folder, env=env, capture_output=True, text=True, timeout=60
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the Makefile, two of its sources and a Python that only notes what it is asked."""
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text())
    for name in ("portal/static/portal/css/a.css", "portal/locale/de/LC_MESSAGES/django.po"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("")
    for name in ("portal/settings/base.py", "scripts/compile_messages.py", "requirements.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    python = tmp_path / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\n[ "$1" = -c ] || echo "$@" >>calls.txt\n')
    python.chmod(0o755)
    return tmp_path


def calls(checkout: Path) -> list[str]:
    """What Python was asked since the last call."""
    path = checkout / "calls.txt"
    lines = path.read_text().splitlines() if path.exists() else []
    path.write_text("")
    return lines


def touch_later(path: Path, checkout: Path) -> None:
    """Give the file a date after everything made from it, without waiting for the clock."""
    later = max(entry.stat().st_mtime for entry in checkout.rglob("*")) + 10
    os.utime(path, (later, later))


def test_plain_make_lists_the_targets_a_line_each():
    listed = make()
    assert listed.returncode == 0
    lines = {line.split()[1]: line.split(maxsplit=2)[2] for line in listed.stdout.splitlines()}
    assert set(PUBLIC) <= set(lines)
    assert all(len(text) > 10 for text in lines.values())


def test_the_first_start_installs_compiles_and_collects(checkout):
    assert make("run", folder=checkout).returncode == 0
    first = calls(checkout)
    assert [call for call in first if "pip install" in call] == [
        "-m pip install --quiet --require-hashes -r requirements.txt"
    ]
    assert "-m scripts.compile_messages" in first
    assert any("collectstatic" in call for call in first)
    assert first[-1] == "-m scripts.run_portal"


def test_a_second_start_only_starts(checkout):
    make("run", folder=checkout)
    calls(checkout)
    make("run", folder=checkout)
    assert calls(checkout) == ["-m scripts.run_portal"]


@pytest.mark.parametrize(
    ("source", "again"),
    [
        ("portal/static/portal/css/a.css", "manage.py collectstatic"),
        ("portal/locale/de/LC_MESSAGES/django.po", "-m scripts.compile_messages"),
        ("requirements.txt", "-m pip install"),
    ],
)
def test_a_changed_source_is_worked_on_again(checkout, source, again):
    make("run", folder=checkout)
    calls(checkout)
    touch_later(checkout / source, checkout)
    make("run", folder=checkout)
    assert any(call.startswith(again) for call in calls(checkout))


def test_a_removed_static_file_is_noticed(checkout):
    make("run", folder=checkout)
    calls(checkout)
    (checkout / "portal/static/portal/css/a.css").unlink()
    touch_later(checkout / "portal/static/portal/css", checkout)
    make("run", folder=checkout)
    assert any("collectstatic" in call for call in calls(checkout))


def test_the_program_is_installed_without_what_only_developers_need(checkout):
    make("run", folder=checkout)
    assert not any("requirements-dev" in call for call in calls(checkout))
