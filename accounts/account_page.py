"""Wagtail's page of one's own account."""

from wagtail.admin.views.account import AccountView, AvatarSettingsPanel, BaseSettingsPanel


class AccountPage(AccountView):
    """Wagtail's, without profile pictures: it would store them as they come, beside the rules for images, and
    where nobody serves them.
    """

    def get_panels(self) -> list[BaseSettingsPanel]:
        """Wagtail's panels but one."""
        return [panel for panel in super().get_panels() if not isinstance(panel, AvatarSettingsPanel)]
