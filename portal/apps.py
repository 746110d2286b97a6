from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from portal import checks  # noqa: F401  (registers the system checks)
        from portal.page_policy import TreePermissionPolicy

        register_permission_policy(Page, TreePermissionPolicy())
