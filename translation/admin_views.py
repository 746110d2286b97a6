"""wagtail-localize's views, limited to what the user may do.

Its own ask only for the right to submit anything at all, so a partner could submit another partner's page;
and whoever may translate a page could stop its translation.
"""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.views.page_privacy import SetPrivacyView
from wagtail.admin.views.pages.revisions import RevisionsUnscheduleView
from wagtail.models import Page
from wagtail.whitelist import check_url
from wagtail_localize.models import SegmentOverride, Translation
from wagtail_localize.views import convert, edit_translation
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from portal.locks import is_locked_for, locked_by_others
from portal.page_forms import files_in, files_refused, files_to_choose
from translation.loading import writable_translation
from translation.privacy import private_source
from translation.publishing import NotReady, publish
from translation.sources import source_locale_id
from translation.submitting import submit


class SubmitOwnPageView(SubmitPageTranslationView):
    """Submits a page, with everything below it if wanted, for translation: in the background."""

    def get_object(self) -> Page:
        """The page; raises PermissionDenied when the user may not change it."""
        page = super().get_object()
        if not page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return page

    def form_valid(self, form: Form) -> HttpResponse:
        """Start the work and show how far it is."""
        entered = QueryDict(mutable=True)
        for name, values in self.request.POST.lists():
            if name.startswith("component-"):
                entered.setlist(name, values)
        job = submit(
            self.object,
            form.cleaned_data["locales"],
            below=form.cleaned_data["include_subtree"],
            user=self.request.user,
            components=entered,
        )
        address = reverse("translation_jobs:job", args=[job.pk])
        back = self.get_success_url()
        return redirect(f"{address}?{urlencode({'next': back})}" if back else address)


class SetOwnPrivacyView(SetPrivacyView):
    """Sets the privacy of a page; a translation of a private page is as private as that, nothing else."""

    def dispatch(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say where the privacy is set instead, or what is locked; Wagtail's view asks for the rights."""
        page = get_object_or_404(Page, pk=page_id)
        if page.permissions_for_user(request.user).can_set_view_restrictions():
            notice = {
                "source": private_source(page),
                "locked": locked_by_others([page], request.user, below=True),
            }
            if any(notice.values()):
                return render_modal_workflow(request, "translation/privacy.html", None, notice)
        return super().dispatch(request, page_id, *args, **kwargs)


class UnscheduleUnlockedView(RevisionsUnscheduleView):
    """Takes a time of publication back, unless somebody else locked the page. Wagtail has no hook there."""

    def get_object(self, queryset: Any = None) -> Page:
        """The page; raises PermissionDenied when somebody else locked it."""
        page = super().get_object(queryset)
        if locked_by_others([page], self.request.user, below=False):
            raise PermissionDenied
        return page


class UpdateOwnTranslationsView(UpdateTranslationsView):
    """Brings changes of a page to its translators, and into the published translations if wanted."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the source, and every translation that is going to be published."""
        source = self.get_object().get_source_instance()
        if isinstance(source, Page):
            pages = [source]
            if request.method == "POST" and "publish_translations" in request.POST:
                pages += source.get_translations().filter(alias_of=None)
            for page in pages:
                allowed = page.permissions_for_user(request.user)
                if not (allowed.can_edit() if page is source else allowed.can_publish()):
                    raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form(self) -> Any:
        """The form, with what publishing means here."""
        form = super().get_form()
        form.fields["publish_translations"].help_text = _(
            "Translations that are complete are published. The others stay as they are."
        )
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        """Synchronise, then publish what is complete; say what is not."""
        wanted = form.cleaned_data.pop("publish_translations")
        form.cleaned_data["publish_translations"] = False
        response = super().form_valid(form)
        if wanted:
            translations = self.object.translations.filter(enabled=True)
            for translation in translations.select_related("source__locale", "target_locale"):
                self._publish(translation)
        return response

    def _publish(self, translation: Translation) -> None:
        try:
            publish(translation, self.request.user)
        except NotReady as error:
            text = ngettext(
                "Not published in %(language)s: %(count)d text is missing or wrong.",
                "Not published in %(language)s: %(count)d texts are missing or wrong.",
                len(error.problems),
            )
            values = {
                "language": translation.target_locale.get_display_name(),
                "count": len(error.problems),
            }
            address = reverse("translation_desk:publish", args=[translation.pk])
            messages.warning(self.request, text % values, buttons=[messages.button(address, _("Show"))])


def edit_string(request: HttpRequest, translation_id: int, string_segment_id: int) -> HttpResponse:
    """Write or remove the translation of a segment, unless the page is in review or locked, or could not hold
    the text.
    """
    try:
        writable_translation(request.user, translation_id)
    except PermissionDenied:
        return _not_now()
    try:
        return edit_translation.edit_string_translation(request, translation_id, string_segment_id)
    except ValidationError as error:
        return JsonResponse({"detail": " ".join(error.messages)}, status=400)


def edit_override(request: HttpRequest, translation_id: int, overridable_segment_id: int) -> HttpResponse:
    """Write or remove what a translation has instead of the source's image, link ...; the same condition.

    What is written exists and is no script, and a file that neither page has is one that the user may choose.
    """
    try:
        translation, target = writable_translation(request.user, translation_id)
    except PermissionDenied:
        return _not_now()
    if request.method != "PUT":
        # What is taken away is not asked about.
        return edit_translation.edit_override(request, translation_id, overridable_segment_id)
    with transaction.atomic():
        response = edit_translation.edit_override(request, translation_id, overridable_segment_id)
        override = SegmentOverride.objects.filter(
            locale=translation.target_locale, context__overridablesegment=overridable_segment_id
        ).first()
        problem = override and _problem(override, translation, target, request.user)
        if not problem:
            return response
        transaction.set_rollback(True)
    return JsonResponse({"detail": problem}, status=400)


def _problem(override: SegmentOverride, translation: Translation, target: Page, user: Any) -> str:
    """What speaks against an override that was written just now; "" when nothing does."""
    if check_url(str(override.data)) is None:
        return _("A link like this one could run a script. Give an address that begins with https.")
    source = translation.source
    try:
        wanted = source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    except (ObjectDoesNotExist, ValueError, AttributeError):
        return _("There is nothing with this number. Choose again.")
    added = _files_of(wanted) - _files_of(source.get_source_instance()) - _files_of(target)
    return "" if added <= files_to_choose(user, added) else files_refused()


def _files_of(page: Page) -> set[Any]:
    fields = page._meta.concrete_fields
    return set().union(*(files_in(field, field.value_from_object(page)) for field in fields))


def _not_now() -> JsonResponse:
    """The answer to a script that may not write to a translation now."""
    return JsonResponse({"detail": _("You may not change this translation now.")}, status=403)


def stop_translation(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Stop a translation; for those who may change the page it was made from, while nobody else is at it."""
    translation, _target = writable_translation(request.user, translation_id)
    check_may_manage(request.user, translation.source.get_source_instance())
    return edit_translation.stop_translation(request, translation_id)


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Give a translation up and show its source instead; for those who may change that, while nobody else is
    at the translation.
    """
    page = get_object_or_404(Page, pk=page_id)
    check_may_manage(request.user, source_page(page))
    if is_locked_for(page, request.user):
        raise PermissionDenied
    return convert.convert_to_alias(request, page_id)


def source_page(page: Page) -> Page:
    """The page that a translation was made from; raises Http404 where there is none."""
    return get_object_or_404(
        Page, translation_key=page.translation_key, locale_id=source_locale_id(page.translation_key)
    )


def check_may_manage(user: Any, source: Page) -> None:
    """Raise PermissionDenied for those who may not change the source: they translate it, and no more."""
    if not source.permissions_for_user(user).can_edit():
        raise PermissionDenied
