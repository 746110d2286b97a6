"""A body with every block there is."""

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from portal.blocks.body import BodyBlock
from tests import builders


def full_body() -> str:
    """The stored form of a body that has every block type, each with all its fields, also inside a section in
    another language.
    """
    content = list(_content().items())
    section = {"language": "it", "content": [_block(kind, value, "in section") for kind, value in content]}
    blocks = [_block(kind, value) for kind, value in [*content, ("language_section", section)]]
    assert {block["type"] for block in blocks} == set(BodyBlock().child_blocks)
    return json.dumps(blocks)


def _content() -> dict[str, Any]:
    image, document = builders.image().pk, builders.document().pk
    return {
        "heading": {"text": "Heading"},
        "text": '<p>A <b>bold</b> word and a <a href="https://example.org/">link</a>.</p><ul><li>One</li></ul>',
        "image": {"image": image, "alt_text": "A hall", "decorative": False},
        "quote": {"text": "We met.", "attribution": "A manager"},
        "people": [
            _item(
                {
                    "name": "Maria Example",
                    "role": "Manager",
                    "organisation": "Example",
                    "email": "maria@example.org",
                    "image": image,
                }
            )
        ],
        "documents": [_item({"document": document, "description": "The programme"})],
        "table": {
            "data": [["Event", "Clusters"], ["Brussels", "80"], ["Naples", None]],
            "table_caption": "Taking part",
            "table_header_choice": "row",
            "first_row_is_table_header": True,
            "first_col_is_header": False,
        },
        "faq": [_item({"question": "Who?", "answer": "<p>Everybody.</p>"})],
        "call_to_action": {
            "text": "Missing?",
            "label": "Write to us",
            "page": builders.home().pk,
            "url": "",
        },
        "embed": {"url": "https://vimeo.com/76979871", "title": "A day", "caption": "Two minutes"},
    }


def _block(kind: str, value: Any, place: str = "") -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, f"{place}{kind}"))}


def _item(value: Any) -> dict[str, Any]:
    return {"type": "item", "value": value, "id": str(uuid5(NAMESPACE_URL, json.dumps(value, default=str)))}
