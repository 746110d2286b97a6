"""The terms that the lead editor keeps: one row a term, its labels in every language."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.deletion import ProtectedError
from django.utils.translation import gettext_lazy as _

from vocabularies.forms import TermForm
from vocabularies.usage import find_usage


class VocabularyName(models.TextChoices):
    """Vocabularies kept as rows. Countries and languages come from CLDR instead."""

    SECTOR = "sector", _("Sectors")
    VALUE_CHAIN = "value_chain", _("Value-chain stages")
    TECHNOLOGY = "technology", _("Technologies")
    MARKET = "market", _("Market regions")
    REGION = "region", _("Regions (NUTS 2)")
    LABEL = "label", _("Cluster labels")
    TOPIC = "topic", _("News topics")
    NEWS_KIND = "news_kind", _("Kinds of news")
    EVENT_TYPE = "event_type", _("Event types")
    COOPERATION = "cooperation", _("Offers and needs")
    LEGAL_FORM = "legal_form", _("Legal forms")
    MEMBER_KIND = "member_kind", _("Kinds of members")


class Term(models.Model):
    """A term of a vocabulary.

    Content stores only the code; labels are looked up in the reader's language. So a term in use keeps its
    code and cannot be deleted; it can be retired with ``valid_to``.
    """

    vocabulary = models.CharField(_("vocabulary"), max_length=20, choices=VocabularyName)
    code = models.CharField(
        _("code"),
        max_length=60,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9][A-Za-z0-9-]*\Z", _("Use letters, digits and hyphens only, e.g. agri-food.")
            )
        ],
        help_text=_("Stored in content and in web addresses. It can never change once it is used."),
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}\Z", _("Use the two capital letters of ISO 3166-1, e.g. PT."))],
        help_text=_("Of a region: the ISO code of the country it lies in."),
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)
    labels = models.JSONField(_("labels"), default=dict)
    source = models.CharField(_("source"), max_length=255, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(
        _("valid to"),
        null=True,
        blank=True,
        help_text=_("From then on the term is not offered any more. Content that has it keeps it."),
    )
    updated = models.DateTimeField(auto_now=True)

    base_form_class = TermForm

    class Meta:
        verbose_name = _("vocabulary term")
        verbose_name_plural = _("vocabularies")
        ordering = ["vocabulary", "sort_order", "code"]
        constraints = [models.UniqueConstraint(fields=["vocabulary", "code"], name="one_term_per_code")]

    def __str__(self) -> str:
        from vocabularies.registry import get_vocabulary  # the registry reads this model

        return get_vocabulary(self.vocabulary).label(self.code)

    def clean(self) -> None:
        """Refuse a changed code that is in use, a parent of another vocabulary and a circle of parents."""
        super().clean()
        stored = Term.objects.filter(pk=self.pk).values_list("vocabulary", "code").first()
        if stored and stored != (self.vocabulary, self.code):
            users = find_usage(*stored)
            if users:
                raise ValidationError(
                    {
                        "code": _("The code “%(code)s” is in use and cannot change: %(users)s.")
                        % {"code": stored[1], "users": describe_usage(users)}
                    }
                )
        if self.parent and self.parent.vocabulary != self.vocabulary:
            raise ValidationError({"parent": _("The parent must be a term of the same vocabulary.")})
        ancestor = self.parent
        while ancestor is not None:
            if self.pk and ancestor.pk == self.pk:
                raise ValidationError({"parent": _("A term cannot be its own ancestor.")})
            ancestor = ancestor.parent

    def refuse_if_used(self) -> None:
        """Raise ProtectedError with the pages that use the term, if any does."""
        users = find_usage(self.vocabulary, self.code)
        if users:
            raise ProtectedError(
                _("“%(term)s” cannot be deleted, it is in use: %(users)s.")
                % {"term": self, "users": describe_usage(users)},
                set(users),
            )

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the term; raises ProtectedError while somebody uses it."""
        self.refuse_if_used()
        return super().delete(*args, **kwargs)


def describe_usage(users: list[models.Model], shown: int = 3) -> str:
    """Name the first few users of a term and the number of the others."""
    names = ", ".join(str(user) for user in users[:shown])
    rest = len(users) - shown
    return _("%(names)s and %(count)s more") % {"names": names, "count": rest} if rest > 0 else names
