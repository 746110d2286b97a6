"""The form for assigning translations: when a page is submitted, and on the desk."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import GroupPagePermission, Locale, Page
from wagtail_localize.models import TranslationSource

from portal.subtrees import paths_to
from translation.access import places_of


class PersonField(forms.ModelChoiceField):
    """Choice of a person, shown with their full name where they have one."""

    def label_from_instance(self, person: Any) -> str:
        return person.get_full_name() or person.get_username()


def people_who_may_translate(places: Iterable[str] | None = None) -> QuerySet:
    """Active people whose groups may change pages, and superusers; by name.

    Arguments:
        places: tree paths, to have those who may change a page there; None for whoever may change any page.
    """
    rights = GroupPagePermission.objects.filter(permission__codename="change_page")
    if places is not None:
        rights = rights.filter(page__path__in=paths_to(places))
    changes_pages = Q(groups__in=rights.values("group"))
    people = get_user_model().objects.filter(Q(is_superuser=True) | changes_pages, is_active=True)
    return people.distinct().order_by("first_name", "last_name", "username")


class AssignmentForm(WagtailAdminModelForm):
    """Translator, due date and note; all of them optional.

    Arguments:
        source_object_instance: from wagtail-localize the page that is submitted, or the submission that is
            synchronised; who may translate it into no language is no choice.
    """

    def __init__(self, *args: Any, source_object_instance: Page | TranslationSource, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = source_object_instance
        key = given.object_id if isinstance(given, TranslationSource) else given.translation_key
        others = Locale.objects.exclude(pk=given.locale_id)
        places = places_of((key, locale.pk) for locale in others)
        self.fields["assignee"] = PersonField(
            people_who_may_translate(places.values()), label=self.fields["assignee"].label, required=False
        )
