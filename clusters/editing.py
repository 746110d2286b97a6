"""What the editor of a cluster profile shows beside the form: how complete it is, and profiles like it."""

import json
from typing import Any

from django.forms import BaseForm, Media
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView

from clusters.completeness import ITEMS, missing_items, percent
from clusters.duplicates import Asked, duplicates, identity_of
from clusters.models import ClusterPage


class CompletenessSidePanel(BaseSidePanel):
    """What the profile lacks, and why it matters.

    Wagtail renders the side panels again after each automatic save, so the panel follows what is typed; when
    the save is refused, ``_WithOurPanels`` does.
    """

    name = "completeness"
    title = _("Completeness")
    template_name = "clusters/admin/completeness_panel.html"
    order = 90

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """The button that opens the panel; its number is what is missing."""

        aria_label = _("Toggle completeness")
        icon_name = "tasks"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            """The number of missing items."""
            return super().get_context_data(parent_context) | {"count": len(self.panel.missing)}

    def __init__(self, page: ClusterPage, request: HttpRequest) -> None:
        super().__init__(page, request)
        self.missing = missing_items(page, len(page.public_contacts()), timezone.localdate())

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The figure and what is missing."""
        context = super().get_context_data(parent_context)
        return context | {
            "missing": self.missing,
            "percent": percent(self.missing),
            "total": len(ITEMS),
            "done": len(ITEMS) - len(self.missing),
        }

    @property
    def media(self) -> Media:
        """The look of the bar; what shows the panels when an automatic save was refused."""
        return Media(css={"all": ["clusters/admin.css"]}, js=["clusters/panels.js"])


class DuplicatesSidePanel(BaseSidePanel):
    """Profiles that may be of the same organisation. They are named, nothing is refused because of them."""

    name = "duplicates"
    title = _("Similar profiles")
    template_name = "clusters/admin/duplicates_panel.html"
    order = 95

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """The button that opens the panel; its number is that of the profiles."""

        aria_label = _("Toggle similar profiles")
        icon_name = "copy"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            """The number of similar profiles."""
            return super().get_context_data(parent_context) | {"count": len(self.panel.candidates)}

    def __init__(self, page: ClusterPage, request: HttpRequest, country: str) -> None:
        super().__init__(page, request)
        asked = Asked(identity_of(page, country), page.translation_key)
        self.candidates = duplicates(request, {"page": asked}).get("page", [])

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The profiles."""
        return super().get_context_data(parent_context) | {"candidates": self.candidates}


class _WithOurPanels:
    """An editor with our panels, which follow what is typed also while it cannot be saved."""

    page: ClusterPage
    request: HttpRequest

    def country(self) -> str:
        """ISO code of the country that the profile stands below."""
        raise NotImplementedError

    def our_panels(self) -> list[BaseSidePanel]:
        """The panels, for the profile as it stands in the form."""
        return [
            CompletenessSidePanel(self.page, self.request),
            DuplicatesSidePanel(self.page, self.request, self.country()),
        ]

    def get_side_panels(self) -> MediaContainer:
        """Wagtail's panels and ours, in their order."""
        return MediaContainer([*super().get_side_panels(), *self.our_panels()])  # type: ignore[misc]

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Wagtail's answer; that to an automatic save comes with our panels.

        The name of a known organisation leads to an address that is taken: just then the panel has to speak.
        """
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if not self.expects_json_response:  # type: ignore[attr-defined]
            return response
        context = {"side_panels": self.our_panels()}
        html = render_to_string("clusters/admin/panels_again.html", context, self.request)
        return JsonResponse(json.loads(response.content) | {"html": html}, status=response.status_code)


class ClusterEditView(_WithOurPanels, EditView):
    """Wagtail's editor of an existing profile, with our panels."""

    def country(self) -> str:
        """That of the page above."""
        return self.page.country_code


class ClusterCreateView(_WithOurPanels, CreateView):
    """Wagtail's editor of a new profile, with our panels."""

    def country(self) -> str:
        """That of the page it will stand below."""
        code: str = self.parent_page.code
        return code
