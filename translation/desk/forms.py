"""Forms of the desk."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from translation.assignment_form import PersonField, people_who_may_translate


class BulkAssignForm(forms.Form):
    """Who translates the chosen pages, and until when; empty fields clear what was set.

    Arguments:
        places: tree paths of the chosen translations; who may change none of them is no choice.
    """

    assignee = PersonField(None, label=_("Translator"), required=False)
    due = forms.DateField(label=_("Due date"), required=False, widget=AdminDateInput)
    note = forms.CharField(label=_("Note for the translator"), max_length=500, required=False)

    def __init__(self, *args: Any, places: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["assignee"]
        people.queryset = people_who_may_translate(places)


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
