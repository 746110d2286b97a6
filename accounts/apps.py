from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True

    def ready(self) -> None:
        """Connect the signals."""
        from accounts import signals  # noqa: F401


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's users and groups in the admin."""

    group_viewset = "accounts.groups.GroupViewSet"
