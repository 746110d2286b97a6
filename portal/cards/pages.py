"""The cards of pages, and what is kept of them."""

from collections.abc import Mapping
from typing import Any

from django.core.cache import caches
from django.utils.translation import gettext, override

from portal.cards.contents import Card
from portal.pages import BasePage
from portal.paths import absolute_url


def card_of(page: BasePage, language: str = "") -> Card:
    """What a page's card says.

    Arguments:
        page: costs no query that showing it does not need.
        language: code of the page's own language; "" to look it up.
    """
    with override(language or page.locale.language_code):
        words: Mapping[str, Any] = {
            "title": page.seo_title or page.title,
            "site": gettext("Cluster Portal"),
            **page.card_words(),
        }
        return Card(**words)


def card_url(page: BasePage, card: Card) -> str:
    """Absolute address of a page's card: another one whenever it says something else."""
    # What shows the text of another language's page has that page's picture.
    return absolute_url(f"/cards/{page.alias_of_id or page.pk}-{card.digest}.png")


def kept_or_drawn(card: Card) -> bytes:
    """The card as PNG: drawn the first time, then kept (``CACHES["cards"]``)."""
    # Pillow is of no use to anything else that a page needs.
    from portal.cards.drawing import draw

    kept = caches["cards"]
    png = kept.get(card.digest)
    if png is None:
        png = draw(card)
        kept.set(card.digest, png)
    return png
