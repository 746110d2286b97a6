"""Buttons of the desk and of the workbench that lead to files."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import HeaderButton
from wagtail_localize.models import Translation


def desk_buttons() -> list[HeaderButton]:
    """Everything that waits as files, what goes on in the background, help."""
    return [
        HeaderButton(_("Export and import"), reverse("translation_exchange:import"), icon_name="download"),
        HeaderButton(_("Work in the background"), reverse("translation_jobs:index"), icon_name="history"),
        HeaderButton(_("Help"), reverse("translation_exchange:help"), icon_name="help"),
    ]


def page_button(translation: Translation) -> HeaderButton:
    """The page as a file, and the way back."""
    address = reverse("translation_exchange:import")
    return HeaderButton(
        _("Export and import"), f"{address}?translation={translation.pk}", icon_name="download"
    )
