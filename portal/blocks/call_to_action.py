"""What the reader can do next."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class CallToActionBlock(blocks.StructBlock):
    """A sentence and a link, to a page of the portal or to another site."""

    text = blocks.CharBlock(label=_("Text"), required=False, max_length=250)
    label = blocks.CharBlock(label=_("Label of the link"), max_length=80)
    page = blocks.PageChooserBlock(label=_("Page of the portal"), required=False)
    url = blocks.URLBlock(label=_("Other address"), required=False)

    def clean(self, value: Any) -> Any:
        """Demand exactly one target."""
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]) and not self.is_deferred_validation:
            raise blocks.StructBlockValidationError(
                {
                    "page": ValidationError(
                        _("Choose a page of the portal or give another address: one of the two.")
                    )
                }
            )
        return cleaned

    class Meta:
        icon = "arrow-right"
        label = _("Call to action")
        template = "blocks/call_to_action.html"
        description = _("What the reader can do next, as one clear link.")
        preview_value = {
            "text": "Is your cluster missing?",
            "label": "Write to us",
            "url": "https://portal.example/",
        }
