"""The head of a page of the admin that is rendered by a plain view."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def head(title: str, *above: dict[str, str], here: str = "") -> dict[str, Any]:
    """What Wagtail's header shows: the title and the way to the page.

    Arguments:
        title: of the page.
        above: (``url``, ``label``) of the pages between the front of the admin and this one.
        here: the page's name on the way, where it is shorter than the title.

    Returns:
        Part of the template's context.
    """
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    return {"header_title": title, "breadcrumbs_items": [home, *above, {"url": "", "label": here or title}]}
