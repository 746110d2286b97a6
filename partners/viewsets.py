"""The partners in the admin, for the lead editor."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from partners.forms import NewPartnerForm, OffboardForm, PartnerForm
from partners.models import Partner
from partners.naming import pages_naming
from portal.language_names import language_within
from portal.reports import edit_url


class NewPartnerView(CreateView):
    """Makes a partner with everything it needs."""

    def get_success_message(self, instance: Partner) -> str:
        """What was made."""
        arrival = self.form.arrival
        return _("“%(partner)s” has its group, its files and %(count)d sections in %(languages)s.") % {
            "partner": instance,
            "count": len(arrival.sections),
            "languages": ", ".join(language_within(code) for code in arrival.languages),
        }


class OffboardView(EditView):
    """Hands a partner's pages over and closes its accounts."""

    permission_required = "delete"
    page_title = _("Hand over and close")
    view_name = "offboard"

    def get_form_class(self) -> type[OffboardForm]:
        """Who takes over."""
        return OffboardForm

    def get_edit_url(self) -> str:
        """Where the form is sent."""
        return reverse("partners:offboard", args=[self.object.pk])

    def get_success_message(self) -> str:
        """What was handed over."""
        departure = self.form.departure
        done = _("%(pages)d pages were handed over. Accounts closed: %(accounts)s.") % {
            "pages": departure.pages,
            "accounts": ", ".join(departure.accounts) or "–",
        }
        if not departure.still_public:
            return done
        still = _("Its page still shows it among the partners: unpublish it once it has left.")
        return f"{done} {still}"

    def get_success_buttons(self) -> list[Any]:
        """The way to the page that is still public."""
        return [messages.button(edit_url(page), page.title) for page in self.form.departure.still_public]


class PartnerIndexView(IndexView):
    """The partners, each with a way to leave."""

    def get_list_more_buttons(self, instance: Partner) -> list[Any]:
        """Wagtail's, and handing over."""
        buttons = super().get_list_more_buttons(instance)
        if self.permission_policy.user_has_permission(self.request.user, "delete"):
            buttons.append(
                MenuItem(
                    _("Hand over and close"),
                    url=reverse("partners:offboard", args=[instance.pk]),
                    icon_name="logout",
                    priority=25,
                )
            )
        return buttons


class PartnerDeleteView(DeleteView):
    """Deletes a partner, and its group with it, unless a page or a draft names it: then says which."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        pages = pages_naming(self.object)
        if pages:
            messages.error(
                self.request,
                _("“%(partner)s” looks after pages and cannot be deleted: %(pages)s.")
                % {"partner": self.object, "pages": ", ".join(str(page) for page in pages[:3])},
            )
            return redirect(self.get_success_url())
        group = self.object.group
        response = super().form_valid(form)
        group.delete()
        return response


class PartnerViewSet(ModelViewSet):
    """Partners of the consortium."""

    model = Partner
    name = "partners"
    icon = "group"
    menu_label = _("Partners")
    menu_order = 360
    add_to_admin_menu = True
    index_view_class = PartnerIndexView
    add_view_class = NewPartnerView
    delete_view_class = PartnerDeleteView
    list_display = ["name", "code", "group"]
    search_fields = ["name", "code"]
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[WagtailAdminModelForm]:
        """Code and name; for a new one, everything that comes with it."""
        return PartnerForm if for_update else NewPartnerForm

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's, and leaving."""
        view = self.construct_view(OffboardView, **self.get_edit_view_kwargs())
        return [*super().get_urlpatterns(), path("offboard/<int:pk>/", view, name="offboard")]


partner_viewset = PartnerViewSet()
