"""The page that asks for the password of a private page."""

import pytest
from wagtail.models import PageViewRestriction

from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def private_page():
    page = builders.standard_page("members-only")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="lily")
    return page


def password_address(page) -> str:
    return f"/en/_util/authenticate_with_password/{page.view_restrictions.get().pk}/{page.pk}/"


def test_a_private_page_asks_for_its_password_in_the_portals_look(private_page, client):
    response = client.get(private_page.url)
    text = response.content.decode()
    assert '<input id="password" type="password"' in text
    assert 'class="site-header"' in text


def test_a_wrong_password_is_said_beside_the_field(private_page, client):
    action = password_address(private_page)
    assert action in client.get(private_page.url).content.decode()
    answer = client.post(action, {"password": "rose", "return_url": private_page.url})
    assert 'aria-describedby="password-error"' in answer.content.decode()


def test_the_right_password_opens_the_page(private_page, client):
    action = password_address(private_page)
    answer = client.post(action, {"password": "lily", "return_url": private_page.url}, follow=True)
    assert answer.status_code == 200
    assert "<h1>members-only</h1>" in answer.content.decode()


def test_nothing_of_a_private_page_is_printed_before_the_password(client):
    secrets = {
        "title": "Secret title",
        "summary": "Secret summary",
        "seo_title": "Secret heading",
        "search_description": "Secret description",
        "city": "Secret town",
        "native_name": "Secret name",
    }
    page = builders.cluster_page(slug="private", **secrets)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="password", password="lily")
    wrong = {"password": "rose", "return_url": page.url}
    for response in (client.get(page.url), client.post(password_address(page), wrong)):
        html = response.content.decode()
        assert "Secret" not in html
        assert "og:" not in html
        assert "ld+json" not in html
    restriction.delete()
    assert all(secret in client.get(page.url).content.decode() for secret in ("Secret title", "Secret name"))
