"""What makes earlier translations findable and their problems countable; the texts are wagtail-localize's."""

from django.db import models
from wagtail_localize.models import String, StringTranslation


class MemoryKey(models.Model):
    """One of the word pairs by which a translated string is found again, see ``translation.memory``.

    Arguments:
        string: the string in the language it was translated from.
        key: the pair and the language, as a number.
        length: units (words and numbers) of the string.
    """

    string = models.ForeignKey(String, models.CASCADE, related_name="+", db_index=False)
    key = models.BigIntegerField()
    length = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["string", "key"], name="memory_key_once_a_string")]
        indexes = [models.Index(fields=["key", "length", "string"], name="memory_key_lookup")]

    def __str__(self) -> str:
        return f"{self.string_id}: {self.key}"


class CheckResult(models.Model):
    """The problems of one translated segment; no row where there are none.

    Without those of the glossary, which changes apart from the text. Kept by ``translation.check_results``.
    """

    string_translation = models.OneToOneField(
        StringTranslation, models.CASCADE, primary_key=True, related_name="check_result"
    )
    errors = models.PositiveSmallIntegerField()
    warnings = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.string_translation_id}: {self.errors} errors, {self.warnings} warnings"
