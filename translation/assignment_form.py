"""The form for assigning translations: when a page is submitted, and on the desk."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.admin.forms import WagtailAdminModelForm


class PersonField(forms.ModelChoiceField):
    """Choice of a person, shown with their full name where they have one."""

    def label_from_instance(self, person: Any) -> str:
        return person.get_full_name() or person.get_username()


def people_who_may_translate() -> QuerySet:
    """Active people whose groups may change pages, and superusers; by name."""
    changes_pages = Q(groups__page_permissions__permission__codename="change_page")
    people = get_user_model().objects.filter(Q(is_superuser=True) | changes_pages, is_active=True)
    return people.distinct().order_by("first_name", "last_name", "username")


class AssignmentForm(WagtailAdminModelForm):
    """Translator, due date and note; all of them optional."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"] = PersonField(
            people_who_may_translate(), label=self.fields["assignee"].label, required=False
        )
