"""Templates keep to the direction of the imports: none uses tags or templates of an app that builds on it."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template.backends.django import get_installed_libraries
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
LOADS = re.compile(r"{%\s*load\s+(?:[\w ]+\s+from\s+)?([\w .]+?)\s*%}")
NAMES = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")


def layers() -> dict[str, int]:
    """How high an app stands, as import-linter is told."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = project["tool"]["importlinter"]["contracts"][0]["layers"]
    return {app: height for height, line in enumerate(reversed(lines)) for app in line.split(" | ")}


LAYERS = layers()
LIBRARIES = get_installed_libraries()


def used_apps(template: Path) -> Iterator[tuple[str, str]]:
    """(what is used, the app it belongs to) for everything of ours that the template uses."""
    text = template.read_text()
    for names in LOADS.findall(text):
        for name in names.split():
            yield f"the tags “{name}”", LIBRARIES[name].split(".")[0]
    for name in NAMES.findall(text):
        origin = Path(get_template(name).template.origin.name)
        if origin.is_relative_to(ROOT):
            yield f"the template “{name}”", origin.relative_to(ROOT).parts[0]


@pytest.mark.parametrize("app", LAYERS)
def test_no_template_uses_an_app_that_builds_on_its_own(app):
    for template in (ROOT / app / "templates").rglob("*.html"):
        for what, other in used_apps(template):
            allowed = other == app or LAYERS.get(other, -1) < LAYERS[app]
            assert allowed, f"{template.relative_to(ROOT)} uses {what} of {other}."


def test_templates_that_break_the_rule_would_be_seen(tmp_path):
    low = tmp_path / "low.html"
    low.write_text('{% extends "base.html" %}{% load i18n cluster_sky %}{% include "news/news_item.html" %}')
    assert dict(used_apps(low)) == {
        "the tags “i18n”": "django",
        "the tags “cluster_sky”": "clusters",
        "the template “base.html”": "portal",
        "the template “news/news_item.html”": "news",
    }
