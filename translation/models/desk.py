"""The desk's own tables: only what cannot be derived from pages and segments.

The state of a translation (new, changed, in progress…) is not stored, see ``translation.states``.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail_localize.components import register_translation_component
from wagtail_localize.models import Translation, TranslationSource

from translation.assignment_form import AssignmentForm


class SourceText(models.Model):
    """The text of a page as it was written first, with all that its blocks hold, at its last publication.

    Written in the transaction that publishes the page: a translation whose ``Baseline`` has another digest is
    out of date from that moment, however many there are.
    """

    page = models.OneToOneField(Page, models.CASCADE, primary_key=True, related_name="source_text")
    digest = models.CharField(max_length=64)
    segments = models.PositiveIntegerField(default=0)
    words = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.page_id}: {self.words} words"


class Baseline(models.Model):
    """The state of the source that a public translation was made from; with an empty digest, an older one.

    ``segments`` lists it: ids of context and string, in the order of the page. ``untranslated`` lists
    what the public page shows in the source's language, whichever revision that is: plain texts by content
    path.
    """

    translation = models.OneToOneField(Translation, models.CASCADE, primary_key=True, related_name="baseline")
    digest = models.CharField(max_length=64)
    segments = models.JSONField(default=list)
    untranslated = models.JSONField(default=dict)
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.translation_id}: {self.published_at}"


@register_translation_component(
    heading=_("Who translates, and until when"),
    help_text=_("Applies to every language chosen above in which this person may translate."),
    enable_text=_("Assign"),
    disable_text=_("Do not assign"),
)
class Assignment(models.Model):
    """Who translates a page into a language, and until when; also of a page that nobody has started yet."""

    base_form_class = AssignmentForm

    translation_key = models.UUIDField(editable=False)
    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+", editable=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("translator"),
        related_name="translation_assignments",
    )
    due = models.DateField(_("due date"), null=True, blank=True)
    note = models.CharField(_("note for the translator"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("assignment")
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "locale"], name="one_assignment_per_page_and_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.translation_key} → {self.locale_id}"

    @classmethod
    def get_or_create_from_source_and_translation_data(
        cls, translation_source: TranslationSource, translations: Iterable[Translation], **data: Any
    ) -> None:
        """Store what was entered when a page was submitted; called by wagtail-localize.

        Arguments:
            translation_source: the submitted page.
            translations: one a language.
            data: the fields of the form.
        """
        from translation.assigning import assign

        assign([(translation_source.object_id, each.target_locale) for each in translations], **data)


class DigestSetting(models.Model):
    """Whether somebody wants the daily e-mail about translations, and when it was sent last."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="translation_digest"
    )
    wanted = models.BooleanField(
        _("e-mail me every day what waits for me"),
        default=True,
        help_text=_("Translations that are assigned to you, new, changed or waiting for your review."),
    )
    sent_on = models.DateField(null=True, editable=False)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.wanted}"
