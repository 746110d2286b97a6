"""What visitors search for, counted by day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_KEPT = 80


class SearchedText(models.Model):
    """A text that was searched for on a day, and how often.

    Nothing here says who searched: no address, no session, no account, no time of day. ``hits``, ``relaxed``,
    ``engine`` and ``degraded`` are those of the day's last search.
    """

    day = models.DateField(_("day"))
    kind = models.CharField(
        _("kind"), max_length=20, blank=True, help_text="Empty: the search of the whole portal."
    )
    language = models.CharField(_("language"), max_length=12)
    text = models.CharField(_("text"), max_length=LONGEST_KEPT, help_text="Folded, and cut.")
    searches = models.PositiveIntegerField(_("searches"))
    hits = models.PositiveIntegerField(_("hits"))
    relaxed = models.BooleanField(help_text="The hits are those of a text that was changed.")
    engine = models.CharField(max_length=20)
    degraded = models.BooleanField(help_text="The database stood in for Elasticsearch.")

    class Meta:
        verbose_name = _("text that was searched for")
        verbose_name_plural = _("texts that were searched for")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["day", "kind", "language", "text"], name="search_text_once_a_day")
        ]

    def __str__(self) -> str:
        return self.text
