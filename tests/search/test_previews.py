"""Previews beside the editor: the page, its entry in lists, its card on social networks."""

import pytest

from search.previews import LIST_CARD, SOCIAL_CARD
from tests import builders

pytestmark = pytest.mark.django_db


def shown(page, mode: str) -> str:
    response = page.make_preview_request(preview_mode=mode)
    response.render() if hasattr(response, "render") and not response.is_rendered else None
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("build", "mark"),
    [
        (builders.cluster_page, "data-cluster"),
        (builders.news_page, "data-news"),
        (builders.event_page, "data-event"),
    ],
)
def test_a_draft_is_shown_as_it_will_look_in_lists_and_where_it_is_shared(build, mark):
    page = build("Typed a moment ago", live=False, summary="What it is about.")
    page.title = "Typed just now"
    card = shown(page, LIST_CARD)
    assert mark in card
    assert "Typed just now" in card
    assert "What it is about." in card
    social = shown(page, SOCIAL_CARD)
    assert "data-social-card" in social
    assert "Typed just now" in social
    assert "Typed just now" in shown(page, "")
