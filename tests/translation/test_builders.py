import pytest
from wagtail.models import Site

from tests import builders

pytestmark = pytest.mark.django_db


def test_the_builders_make_a_public_page_of_every_type():
    pages = [
        builders.cluster_page(),
        builders.news_page(),
        builders.event_page(),
        builders.standard_page(),
        builders.partner_page(),
        builders.cluster_page("Beispiel", language="de"),
    ]
    for page in pages:
        assert page.live
        assert page.get_url() is not None
    assert Site.objects.get().root_page.specific == builders.home()
    assert builders.country_page("DE", "de").translation_key == builders.country_page("DE").translation_key
