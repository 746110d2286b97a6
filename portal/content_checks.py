"""Content checks of our own, beside Wagtail's: in the editor's panel and in the preview.

The rules are declared here; what they evaluate is ``static/portal/js/content-checks.js``.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem

# Words that say nothing about where a link leads, in the languages of the portal.
EMPTY_LINK_WORDS = (
    "here", "click here", "more", "read more", "link", "this page",
    "hier", "hier klicken", "mehr", "weiterlesen", "mehr erfahren",
    "ici", "cliquez ici", "plus", "en savoir plus", "lire la suite", "lien",
    "aqui", "clique aqui", "mais", "saber mais", "ler mais",
    "aquí", "haga clic aquí", "más", "leer más", "más información", "enlace",
    "qui", "clicca qui", "altro", "leggi tutto", "scopri di più",
)  # fmt: skip


def rule(name: str, selector: str) -> dict[str, Any]:
    """A rule of axe with the check of the same name."""
    return {
        "id": name,
        "impact": "serious",
        "selector": selector,
        "tags": ["best-practice"],
        "any": [f"check-{name}"],
        "enabled": True,
    }


class PortalContentChecker(ContentCheckerItem):
    """Wagtail's checks and four more: link texts, tables, foreign text, images without a decision."""

    axe_custom_rules = [
        *ContentCheckerItem.axe_custom_rules,
        rule("link-text", "main a[href]"),
        rule("table-header", "main table"),
        rule("foreign-text", "main .passage, main [lang]"),
        rule("image-alt-missing", "main img:not([alt]), main [data-alt-undecided] img"),
    ]
    axe_custom_checks = [
        *ContentCheckerItem.axe_custom_checks,
        {"id": "check-link-text", "options": {"words": list(EMPTY_LINK_WORDS)}},
        {"id": "check-table-header"},
        {"id": "check-foreign-text"},
        {"id": "check-image-alt-missing"},
    ]
    axe_run_only = [
        *ContentCheckerItem.axe_run_only,
        "link-text",
        "table-header",
        "foreign-text",
        "image-alt-missing",
    ]
    axe_messages = ContentCheckerItem.axe_messages | {
        "link-text": {
            "error_name": _("The link's text does not say where it leads"),
            "help_text": _("Name the target: who hears the links alone knows nothing of the text around."),
        },
        "table-header": {
            "error_name": _("The table has no header or no caption"),
            "help_text": _("Mark the first row or column as header and give the table a caption."),
        },
        "foreign-text": {
            "error_name": _("The passage does not say its language, or is in the page's own"),
            "help_text": _("Choose the language it is written in: it is read out and found in it."),
        },
        "image-alt-missing": {
            "error_name": _("The image has no alternative text"),
            "help_text": _("Describe what it shows, or mark it as decorative."),
        },
    }
