"""Forms for partners that come, change and go."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from partners.models import Partner
from partners.naming import pages_naming
from partners.onboarding import Arrival, Departure, offboard, onboard, problems_with


class CodeForm(WagtailAdminModelForm):
    """A partner's code in small letters, as addresses have it."""

    def clean_code(self) -> str:
        """A code that differs in capitals alone is taken."""
        code: str = self.cleaned_data["code"]
        return code.lower()


class PartnerForm(CodeForm):
    """Code and name. The group comes with the partner and carries its name."""

    class Meta:
        model = Partner
        fields = ["code", "name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and pages_naming(self.instance):
            self.fields["code"].disabled = True
            self.fields["code"].help_text = _(
                "This partner looks after pages. They are found by this code, so it stays as it is."
            )

    @transaction.atomic
    def save(self, commit: bool = True) -> Partner:
        """The partner, its group under the same name."""
        Group.objects.filter(pk=self.instance.group_id).update(name=f"Editors: {self.cleaned_data['name']}")
        return super().save(commit)

    def clean_name(self) -> str:
        """Refuse a name whose group exists already and belongs to somebody else."""
        name = self.cleaned_data["name"]
        taken = Group.objects.filter(name=f"Editors: {name}").exclude(pk=self.instance.group_id)
        if taken.exists():
            raise ValidationError(_("There is already a partner of this name."))
        return name


class NewPartnerForm(CodeForm):
    """A new partner: see ``partners.onboarding.onboard``."""

    approval = forms.BooleanField(
        label=_("Approval by the lead editors"),
        required=False,
        help_text=_("What its editors write in its sections is public once a lead editor has approved it."),
    )
    arrival: Arrival

    class Meta:
        model = Partner
        fields = ["code", "name"]
        help_texts = {
            "code": _("Short, in small letters. The addresses of its pages carry it."),
            "name": _("Its sections for news and events and its own page are made under this name."),
        }

    def clean(self) -> dict[str, Any]:
        """Everything that is wrong, at once."""
        data: dict[str, Any] = super().clean()
        for name, problem in problems_with(data.get("code", ""), data.get("name", "")).items():
            if name not in self.errors:
                self.add_error(name, problem)
        return data

    def save(self, commit: bool = True) -> Partner:
        """The partner, with all that belongs to it."""
        data = self.cleaned_data
        self.arrival = onboard(data["code"], data["name"], approval=data["approval"], user=self.for_user)
        self.instance = self.arrival.partner
        return self.instance


class OffboardForm(WagtailAdminModelForm):
    """A partner that leaves: see ``partners.onboarding.offboard``."""

    successor = forms.ModelChoiceField(
        label=_("Who takes over"),
        queryset=Partner.objects.none(),
        help_text=_(
            "This partner's pages and files in every language go to the one chosen here. The accounts of its "
            "editors are closed, except of those who work for others too. Nothing is deleted: the history "
            "keeps every name."
        ),
    )
    departure: Departure

    class Meta:
        model = Partner
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = Partner.objects.exclude(pk=self.instance.pk)

    def save(self, commit: bool = True) -> Partner:
        """The partner, without pages and accounts."""
        self.departure = offboard(self.instance, self.cleaned_data["successor"], user=self.for_user)
        return self.instance
