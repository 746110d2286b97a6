"""Blocks of a body."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags

from home.models import StandardPage
from portal.blocks.body import BodyBlock, texts_by_language
from portal.blocks.media import frame_url
from portal.blocks.table import TableBlock


def all_blocks():
    """What an editor can insert into a body, and into its passages in another language, by name."""
    body = StandardPage._meta.get_field("body").stream_block.child_blocks
    passage = body["language_section"].child_blocks["content"].child_blocks
    return {**body, **{f"language_section.{name}": block for name, block in passage.items()}}


@pytest.mark.django_db
@pytest.mark.parametrize("name", all_blocks())
def test_every_block_says_what_it_is_for_and_shows_how_it_looks(admin_client, name):
    block = all_blocks()[name]
    assert str(block.get_description()), "no description"
    assert block.is_previewable, "no preview"
    response = admin_client.get("/admin/block-preview/", {"id": block.definition_prefix})
    assert response.status_code == 200
    shown = response.content.decode().partition("<main")[2].partition(">")[2].partition("</main>")[0]
    assert re.search(r"\w", strip_tags(shown)), "an empty preview"


@pytest.mark.parametrize(
    ("url", "player"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871"),
        ("https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ", None),
        ('https://youtu.be/"><script>', None),
        ("javascript:alert(1)", None),
    ],
)
def test_only_players_of_known_sites_are_framed(url, player):
    assert frame_url(url) == player


def test_words_are_kept_by_the_language_they_are_written_in():
    body = BodyBlock().to_python(
        [
            {"type": "text", "value": "<p>Ein deutscher <b>Vorspann</b></p>"},
            {
                "type": "language_section",
                "value": {"language": "en", "content": [{"type": "text", "value": "<p>An English body</p>"}]},
            },
        ]
    )
    assert texts_by_language(body, "de") == {"de": "Ein deutscher Vorspann", "en": "An English body"}


def test_a_tables_cells_can_be_translated_and_put_back():
    table = {"data": [["Event", "Clusters"], ["Brussels", "80"]], "table_caption": "Taking part"}
    block = TableBlock()
    segments = block.get_translatable_segments(table)
    assert [segment.path for segment in segments] == ["caption", "0-0", "0-1", "1-0", "1-1"]
    assert block.restore_translated_segments(table, segments) == table


def test_a_table_needs_a_caption():
    with pytest.raises(ValidationError, match="caption"):
        TableBlock().clean({"data": [["a"]], "table_header_choice": "row", "table_caption": ""})


def test_an_embed_of_another_site_is_refused():
    block = BodyBlock().child_blocks["embed"]
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"url": "https://evil.example/", "title": "x", "caption": ""}))
