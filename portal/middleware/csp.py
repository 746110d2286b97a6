"""The Content-Security-Policy of each answer."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Send the strict policy to the public side and a separate one to the admin.

    A preview runs under a public template inside a frame of the editor: it keeps the strict policy, but the
    portal itself may frame it.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request=request, response=response, report_only=report_only)
        if report_only:
            return parts
        if request.path_info.startswith("/admin/"):
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        if getattr(request, "is_preview", False):
            parts.config = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
            parts.replace = {"frame-ancestors": ["'self'"]}
        return parts
