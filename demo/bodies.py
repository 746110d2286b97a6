"""Bodies of pages from the data files."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from wagtail.models import Page

from demo.texts import in_language

_FRONT = {"hero", "numbers", "map", "sectors", "highlights", "events", "news", "partners"}


def body_in(blocks: list[dict[str, Any]], language: str, name: str) -> list[dict[str, Any]]:
    """The stored form of a body in one language.

    Block ids are derived from the page's name and the block's place, so that the same block has the same id
    in every language: that is how a translation finds its segment.

    Arguments:
        blocks: the blocks as in the data file.
        language: language code.
        name: unique name of the page.
    """
    return [
        {"type": block["type"], "value": _value(block, language, f"{name}/{n}"), "id": _id(f"{name}/{n}")}
        for n, block in enumerate(blocks)
    ]


def _id(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"demo:{name}"))


def _items(items: list[Any], name: str) -> list[dict[str, Any]]:
    return [{"type": "item", "value": item, "id": _id(f"{name}/{n}")} for n, item in enumerate(items)]


def _value(block: dict[str, Any], language: str, name: str) -> Any:
    def text(key: str) -> Any:
        return in_language(block.get(key), language)

    kind = block["type"]
    if kind in _FRONT:
        return _front_value(block, language, name)
    if kind == "heading":
        return {"text": text("text")}
    if kind == "text":
        return text("html")
    if kind == "quote":
        return {"text": text("text"), "attribution": text("attribution")}
    if kind == "faq":
        return _items(
            [
                {
                    "question": in_language(item["question"], language),
                    "answer": in_language(item["answer"], language),
                }
                for item in block["items"]
            ],
            name,
        )
    if kind == "people":
        return _items(
            [
                {
                    "name": in_language(person["name"], language),
                    "role": in_language(person.get("role"), language),
                    "organisation": in_language(person.get("organisation"), language),
                    "email": "",
                    "image": None,
                }
                for person in block["people"]
            ],
            name,
        )
    if kind == "table":
        return {
            "data": text("rows"),
            "table_caption": text("caption"),
            "table_header_choice": "row",
            "first_row_is_table_header": True,
            "first_col_is_header": False,
        }
    if kind == "call_to_action":
        page, url = _target(block["url"])
        return {"text": text("text"), "label": text("label"), "page": page, "url": url}
    if kind == "language_section":
        inner = block["language"]
        return {"language": inner, "content": body_in(block["blocks"], inner, name)}
    raise ValueError(f"{name}: unknown block type “{kind}”.")


def _front_value(block: dict[str, Any], language: str, name: str) -> dict[str, Any]:
    """Of the blocks that only a front page has."""
    value: dict[str, Any] = {}
    if block["type"] not in ("hero", "numbers"):
        value["heading"] = in_language(block.get("heading"), language)
    if "number" in block:
        value["number"] = block["number"]
    if "pages" in block:
        items = [
            {"page": _target(item["url"])[0], "text": in_language(item.get("text"), language)}
            for item in block["pages"]
        ]
        value["pages"] = _items(items, name)
    return value


def _target(url: str) -> tuple[int | None, str]:
    """A path of the portal becomes its page, anything else stays an address."""
    if not url.startswith("/"):
        return None, url
    page = Page.objects.filter(url_path=f"/home{url}").first()
    if page is None:
        raise ValueError(f"The call to action “{url}” leads nowhere.")
    return page.pk, ""
