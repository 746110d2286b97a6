"""The partners in the admin, for the lead editor."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page

from partners.models import Partner
from partners.permissions import owned_page_types


class PartnerForm(WagtailAdminModelForm):
    """Code and name. The group comes with the partner and carries its name."""

    class Meta:
        model = Partner
        fields = ["code", "name"]

    @transaction.atomic
    def save(self, commit: bool = True) -> Partner:
        name = f"Editors: {self.cleaned_data['name']}"
        if self.instance.pk:
            Group.objects.filter(pk=self.instance.group_id).update(name=name)
        else:
            self.instance.group = Group.objects.create(name=name)
        return super().save(commit)

    def clean_name(self) -> str:
        """Refuse a name whose group exists already and belongs to somebody else."""
        name = self.cleaned_data["name"]
        taken = Group.objects.filter(name=f"Editors: {name}").exclude(pk=self.instance.group_id)
        if taken.exists():
            raise ValidationError(_("There is already a partner of this name."))
        return name


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


def pages_naming(partner: Partner) -> list[Page]:
    """The pages that name the partner, as published or in their newest draft."""
    found: dict[int, Page] = {}
    for model in owned_page_types():
        named = Q(partner=partner) | Q(latest_revision__content__partner=partner.pk)
        found |= {page.pk: page for page in model._default_manager.filter(named)}
    return list(found.values())


class PartnerViewSet(ModelViewSet):
    """Partners of the consortium."""

    model = Partner
    name = "partners"
    icon = "group"
    menu_label = _("Partners")
    menu_order = 360
    add_to_admin_menu = True
    delete_view_class = PartnerDeleteView
    list_display = ["name", "code", "group"]
    search_fields = ["name", "code"]
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[PartnerForm]:
        """Code and name only."""
        return PartnerForm


partner_viewset = PartnerViewSet()
