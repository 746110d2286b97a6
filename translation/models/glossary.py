from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from translation.glossary import AgreedTerm
from translation.glossary_form import GlossaryTermForm


class GlossaryTerm(models.Model):
    """What a term is called in another language, as agreed among the translators."""

    source_locale = models.ForeignKey(
        Locale, models.CASCADE, related_name="+", verbose_name=_("from"), help_text=_("Language of the term.")
    )
    target_locale = models.ForeignKey(
        Locale,
        models.CASCADE,
        related_name="+",
        verbose_name=_("into"),
        help_text=_("Language of the translation."),
    )
    source = models.CharField(
        _("term"),
        max_length=160,
        help_text=_("In its basic form; endings are recognised: “cluster” finds “Clusters”."),
    )
    target = models.CharField(
        _("agreed translation"),
        max_length=400,
        blank=True,
        help_text=_("The preferred one first, others that are right too after a semicolon."),
    )
    note = models.TextField(
        _("note"), blank=True, max_length=1000, help_text=_("Shown to translators with the term.")
    )
    do_not_translate = models.BooleanField(
        _("do not translate"), default=False, help_text=_("Names and abbreviations that stay as they are.")
    )
    case_sensitive = models.BooleanField(
        _("exactly as written"),
        default=False,
        help_text=_("Capitals, accents and endings matter: “SME” is not “sme”."),
    )

    base_form_class = GlossaryTermForm

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["source", "target_locale__language_code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_locale", "target_locale", "source"],
                name="one_glossary_term_per_pair_of_languages",
                violation_error_message=_("The glossary has this term already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.source if self.do_not_translate else self.target}"

    def clean(self) -> None:
        """A term leads into another language and says what it is called there, or that it stays."""
        problems: dict[str, Any] = {}
        if self.source_locale_id and self.source_locale_id == self.target_locale_id:
            problems["target_locale"] = _("Choose another language than the term’s own.")
        if self.do_not_translate and self.target:
            problems["target"] = _("A term that is not translated has no translation.")
        if not self.do_not_translate and not self.targets:
            problems["target"] = _("Say what the term is called, or that it is not translated.")
        if problems:
            raise ValidationError(problems)

    @property
    def targets(self) -> tuple[str, ...]:
        """The agreed translations, the preferred one first."""
        return tuple(filter(None, (part.strip() for part in self.target.split(";"))))

    def agreed(self) -> AgreedTerm:
        """The term as the checks and the workbench use it."""
        return AgreedTerm(self.source, self.targets, self.note, self.do_not_translate, self.case_sensitive)


def agreed_terms(source_locale_id: int, target_locale_id: int) -> list[AgreedTerm]:
    """The glossary of a pair of languages. One query."""
    rows = GlossaryTerm.objects.filter(source_locale_id=source_locale_id, target_locale_id=target_locale_id)
    return [row.agreed() for row in rows.order_by("source")]
