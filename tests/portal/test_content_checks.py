"""Our content checks are among those that the editor's panel runs."""

from pathlib import Path

import pytest
from django.test import RequestFactory
from wagtail.admin.ui.side_panels import ChecksSidePanel

from portal.content_checks import PortalContentChecker
from tests import builders

SCRIPT = Path(__file__).resolve().parents[2] / "portal/static/portal/js/content-checks.js"
OURS = {"link-text", "table-header", "foreign-text", "image-alt-missing"}


@pytest.mark.django_db
def test_the_editor_runs_our_checks_and_wagtails():
    request = RequestFactory().get("/admin/")
    request.user = builders.admin()
    configuration = ChecksSidePanel(builders.news_page(), request).get_axe_configuration()
    assert set(configuration["options"]["runOnly"]) >= {*OURS, "heading-order", "alt-text-quality"}
    assert {rule["id"] for rule in configuration["spec"]["rules"]} >= OURS
    assert set(configuration["messages"]) >= OURS


def test_every_check_that_is_declared_is_written():
    script = SCRIPT.read_text()
    for each in PortalContentChecker.axe_custom_checks:
        if each["id"] not in ("check-image-alt-text", "check-empty-meta-description"):
            assert f'"{each["id"]}"' in script
