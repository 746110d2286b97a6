"""What the panels of the dashboard share: a person's own work in a few lines, with a way to the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from wagtail.admin.ui.components import Component

SHOWN = 5


@dataclass(frozen=True)
class Line:
    """A line of a panel.

    Arguments:
        text: what it is about.
        url: where to see to it.
        detail: what there is to know about it.
        language: code of the language the text is in, when it is a title.
    """

    text: str
    url: str
    detail: str = ""
    language: str = ""


class ListPanel(Component):
    """A panel of the dashboard with a few lines.

    Subclasses give ``name``, ``order``, ``heading``, ``empty`` (said when there is nothing) and two methods.
    """

    heading: Any = ""
    empty: Any = ""
    template_name = "portal/admin/list_panel.html"

    def concerns(self, request: HttpRequest) -> bool:
        """Whether the person has anything to do with it at all."""
        raise NotImplementedError

    def lines(self, request: HttpRequest) -> tuple[Sequence[Line], int, str]:
        """The first lines (``SHOWN`` at most), how many there are, and the address of all of them."""
        raise NotImplementedError

    def render_html(self, parent_context: Any = None) -> str:
        """The panel; nothing for whom it does not concern."""
        request = parent_context["request"]
        if not self.concerns(request):
            return ""
        lines, total, url = self.lines(request)
        context = {"panel": self, "lines": lines, "total": total, "rest": total - len(lines), "url": url}
        return render_to_string(self.template_name, context, request=request)
