"""What the editor of a cluster profile shows beside the form: how complete it is, and profiles like it."""

from typing import Any

from django.forms import Media
from django.http import HttpRequest
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

    Wagtail renders the side panels again after each automatic save, so the panel follows what is typed.
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
        """The look of the bar."""
        return Media(css={"all": ["clusters/admin.css"]})


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


def _with_our_panels(
    panels: MediaContainer, page: ClusterPage, request: HttpRequest, country: str
) -> MediaContainer:
    panels.append(CompletenessSidePanel(page, request))
    panels.append(DuplicatesSidePanel(page, request, country))
    return panels


class ClusterEditView(EditView):
    """Wagtail's editor of an existing profile, with our panels."""

    def get_side_panels(self) -> MediaContainer:
        """Wagtail's panels and ours, in their order."""
        return _with_our_panels(super().get_side_panels(), self.page, self.request, self.page.country_code)


class ClusterCreateView(CreateView):
    """Wagtail's editor of a new profile, with our panels."""

    def get_side_panels(self) -> MediaContainer:
        """Wagtail's panels and ours, in their order."""
        return _with_our_panels(super().get_side_panels(), self.page, self.request, self.parent_page.code)
