"""Help for editors, inside the admin: what they ask most, on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.import_views import may_import
from portal.admin_page import head


@require_safe
def show_help(request: HttpRequest) -> HttpResponse:
    """The page; it leads to the import those who may use it."""
    context = {**head(_("Help for editors")), "may_import": may_import(request.user)}
    return render(request, "home/help.html", context)
