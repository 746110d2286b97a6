"""People with what they do."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class PersonBlock(blocks.StructBlock):
    """One person as the public may see them."""

    name = blocks.CharBlock(label=_("Name"), max_length=120)
    role = blocks.CharBlock(label=_("Role"), required=False, max_length=160)
    organisation = blocks.CharBlock(label=_("Organisation"), required=False, max_length=160)
    email = blocks.EmailBlock(label=_("E-mail"), required=False, help_text=_("Everybody will see it."))
    image = ImageChooserBlock(label=_("Portrait"), required=False)

    class Meta:
        icon = "user"
        label = _("Person")


class PeopleBlock(blocks.ListBlock):
    """A group of people."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(PersonBlock(), **kwargs)

    class Meta:
        icon = "group"
        label = _("People")
        template = "blocks/people.html"
        description = _("Who to talk to: names, roles, and addresses that may be public.")
        preview_value = [
            {"name": "Maria Example", "role": "Cluster manager", "organisation": "Example Cluster"}
        ]
