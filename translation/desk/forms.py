"""Forms of the desk."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from translation.assignment_form import PersonField, people_who_may_translate


class BulkAssignForm(forms.Form):
    """Who translates the chosen pages, and until when; empty fields clear what was set."""

    assignee = PersonField(people_who_may_translate(), label=_("Translator"), required=False)
    due = forms.DateField(label=_("Due date"), required=False, widget=AdminDateInput)
    note = forms.CharField(label=_("Note for the translator"), max_length=500, required=False)


class ConfirmForm(forms.Form):
    """The decision to publish although something is not translated. Nothing is ticked beforehand."""

    confirmed = forms.BooleanField(
        label=_("Publish nevertheless, with these texts in the language they were written in"), required=False
    )


class DecisionForm(forms.Form):
    """What a reviewer decides."""

    comment = forms.CharField(
        label=_("Comment for the translator"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
