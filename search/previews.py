"""How a page will look in lists and where it is shared, as previews beside its editor."""

import base64
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from portal.cards.drawing import draw
from portal.cards.pages import card_of
from portal.paths import absolute_url, language_less_path, public_path
from search.backends.base import Found
from search.documents import complete
from search.kinds import kind_of
from search.results import hit_of

LIST_CARD, SOCIAL_CARD = "list-card", "social-card"


class ListedPreviews:
    """For page types that are a kind of the search: two more previews, made of what is being typed."""

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """The page itself, its entry in lists, its card on social networks."""
        return [
            ("", _("Page")),
            (LIST_CARD, _("Entry in lists")),
            (SOCIAL_CARD, _("Shared on social networks")),
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The preview of a mode.

        Arguments:
            request: as Wagtail makes it for previews.
            mode_name: one of ``preview_modes``.
        """
        if mode_name not in (LIST_CARD, SOCIAL_CARD):
            return super().serve_preview(request, mode_name)  # type: ignore[misc]
        page: Any = self
        language = page.locale.language_code
        context: dict[str, Any] = {"page": page, "mode": mode_name, "language": language}
        kind = kind_of(type(page))
        if mode_name == LIST_CARD and kind:
            document = kind.build(page, {language: page})
            if document:
                found = Found(page.translation_key, complete(kind, document))
                context["hit"] = hit_of(found, kind.name, language)
        if mode_name == SOCIAL_CARD:
            # Within the page: a draft has no address that everybody may ask for.
            context["picture"] = base64.b64encode(draw(card_of(page))).decode()
        context["address"] = absolute_url(public_path(language, language_less_path(page)))
        return TemplateResponse(request, "search/previews.html", context)
