"""Every page of the demo leaves as PO and XLIFF and comes back without a loss."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from translation.exchange.exporting import FORMATS, zip_of
from translation.exchange.importing import import_upload

pytestmark = pytest.mark.slow


def stored() -> dict[tuple, str]:
    rows = StringTranslation.objects.values_list("context_id", "translation_of_id", "locale_id", "data")
    return {tuple(key): data for *key, data in rows}


@pytest.mark.parametrize("name", FORMATS)
def test_every_page_comes_back_without_a_loss(demo, name):
    before = stored()
    assert len(before) > 2000
    user = get_user_model().objects.get(username="admin")
    pages = 0
    with transaction.atomic():
        StringTranslation.objects.all().delete()
        for locale in Locale.objects.all():
            translations = Translation.objects.filter(target_locale=locale, enabled=True).select_related(
                "source__locale", "target_locale"
            )
            with transaction.atomic():
                _bring_back(before)
                contents = zip_of(translations, FORMATS[name]).read()
                transaction.set_rollback(True)
            report = import_upload(SimpleUploadedFile("all.zip", contents), user)
            assert report.errors == []
            pages += len(report.pages)
        assert pages == Translation.objects.filter(enabled=True).count() > 300
        assert stored() == before
        transaction.set_rollback(True)


def _bring_back(rows: dict[tuple, str]) -> None:
    StringTranslation.objects.all().delete()
    StringTranslation.objects.bulk_create(
        StringTranslation(
            context_id=context, translation_of_id=text, locale_id=locale, data=data, translation_type="manual"
        )
        for (context, text, locale), data in rows.items()
    )
