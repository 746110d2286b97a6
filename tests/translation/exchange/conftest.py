"""A page that is being translated into French, and a translator."""

import json

import pytest
from django.db import transaction
from wagtail_localize.models import Translation

from home.models import StandardPage
from tests import builders
from translation.permissions import ensure_translator_group

TEXT = '<p>A <b>bold</b> word and a <a href="https://example.org/">link</a>.</p><ul><li>One</li><li>One</li></ul>'


@pytest.fixture(scope="module")
def page_id(django_db_setup, django_db_blocker):
    """The page, made once a module; each test works on it in a transaction of its own."""
    body = [
        {"type": "heading", "value": {"text": "Heading"}, "id": "8a4f1c6e-0000-4000-8000-000000000001"},
        {"type": "text", "value": TEXT, "id": "8a4f1c6e-0000-4000-8000-000000000002"},
    ]
    with django_db_blocker.unblock(), transaction.atomic():
        page = builders.standard_page("Missions", summary="Where to go.", body=json.dumps(body))
        builders.home("fr")
        builders.translate(page, "fr", live=False)
        ensure_translator_group(builders.locale("fr"))
        yield page.pk
        transaction.set_rollback(True)


@pytest.fixture
def page(page_id):
    return StandardPage.objects.get(pk=page_id)


@pytest.fixture
def french(page):
    return page.get_translation(builders.locale("fr"))


@pytest.fixture
def translation(page):
    return Translation.objects.select_related("source__locale", "target_locale").get(
        source__object_id=page.translation_key
    )


@pytest.fixture
def translator(page_id):
    return builders.user("translator-fr", ensure_translator_group(builders.locale("fr")))
