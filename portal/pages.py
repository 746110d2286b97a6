"""What all pages of the portal share. No tables."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import Form
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from portal.blocks.body import BodyField
from portal.page_forms import PortalCopyForm, PortalPageForm, reserved
from portal.paths import is_reserved


class BasePage(Page):
    """A page of the portal.

    Adds to Wagtail's page what every type needs: an address that is the same in every language, and a rule
    for facts. A page type lists in ``facts`` the fields that are entered once, on the source page, and that
    follow into every translation; everything else that is text is translated.
    """

    base_form_class = PortalPageForm
    copy_form_class = PortalCopyForm
    facts: list[str] = []
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse an address that the portal itself answers at."""
        super().clean()
        self._refuse_reserved_slug()

    def minimal_clean(self) -> None:
        """The same for a draft."""
        super().minimal_clean()
        self._refuse_reserved_slug()

    def _refuse_reserved_slug(self) -> None:
        # An address that the portal came to use later must not keep anybody from saving what was there.
        parent = self.get_parent() if self._state.adding else None
        if parent and is_reserved(parent, self.slug):
            raise ValidationError({"slug": reserved(self.slug)})

    def linked_data(self, url: str) -> dict[str, Any] | None:
        """What the page is about, as a thing of schema.org; None when it is just a page.

        Arguments:
            url: absolute address of the page in the language it is written in.
        """
        return None

    def required_to_publish(self) -> list[str]:
        """Fields that a draft may lack, and the editor's form asks for when the page is published."""
        return []

    def card_words(self) -> dict[str, Any]:
        """What the page's ``Card`` says beside its title, in the active language; may say another title.

        Costs no query that the page itself does not need.
        """
        return {}

    def serve_password_required_response(
        self, request: HttpRequest, form: Form, action_url: str
    ) -> TemplateResponse:
        """Ask for the password of a private page.

        Wagtail gives the form everything that the page shows. Here it gets nothing of it, so that no template
        can print any of it: neither the head nor the data for machines.
        """
        context = {"form": form, "action_url": action_url}
        return TemplateResponse(request, "wagtailcore/password_required.html", context)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.override_translatable_fields = [
            SynchronizedField(name, overridable=False) for name in ["slug", *cls.facts]
        ]


class SummaryMixin(models.Model):
    """A page with a summary: the short prose shown in lists, in search results and to search engines."""

    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=400,
        help_text=_("One or two sentences. Shown in lists and search results."),
    )

    class Meta:
        abstract = True


class ProsePage(SummaryMixin, BasePage):
    """A page with a summary and a body."""

    body = BodyField(verbose_name=_("body"))

    content_panels = [*BasePage.content_panels, FieldPanel("summary"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        abstract = True
