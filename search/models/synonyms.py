"""Words that mean the same, as the lead editor keeps them."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from search.folding import folded_words

# A text has 200 characters; a longer phrase is a sentence, and nobody types it.
LONGEST_PHRASE = 60
MOST_WORDS = 8
# Every one of them is asked for wherever one of them is typed.
MOST_PHRASES = 20


def languages() -> list[tuple[str, Any]]:
    """The languages to choose from. A function, so that another language needs no migration."""
    return [("", _("Every language")), *settings.LANGUAGES]


class Synonyms(models.Model):
    """Words and phrases that stand for each other when somebody searches, in one language or in every one.

    Whoever types one of them finds what has any of them. Content is not touched, so a change holds for the
    next search.
    """

    language = models.CharField(
        _("language"),
        max_length=12,
        blank=True,
        choices=languages,
        help_text=_("The language that visitors read the portal in."),
    )
    phrases = models.TextField(
        _("words that mean the same"),
        help_text=_(
            "One word or phrase a line, at least two. Capital letters and accents do not matter, endings do: "
            "give singular and plural."
        ),
    )

    class Meta:
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["language", "phrases"]

    def __str__(self) -> str:
        return ", ".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """The words and phrases as they are written, one an entry."""
        return [" ".join(line.split()) for line in self.phrases.splitlines() if line.strip()]

    def clean(self) -> None:
        """Refuse what cannot work, naming the line; empty lines and spaces that do no good are dropped."""
        super().clean()
        lines = self.lines
        problems = [problem for line in lines if (problem := _problem_of(line))]
        problems += _repeated(lines)
        if len(lines) > MOST_PHRASES:
            problems.append(
                _("There are %(count)s lines. A group has at most %(most)s; make two of it.")
                % {"count": len(lines), "most": MOST_PHRASES}
            )
        if not problems and len(lines) == 1:
            problems.append(
                _("“%(phrase)s” stands alone. Give at least one more word that means the same.")
                % {"phrase": lines[0]}
            )
        if not problems and self._exists_already():
            problems.append(str(_("There is a group with exactly these words already. Change that one.")))
        if problems:
            raise ValidationError({"phrases": problems})
        self.phrases = "\n".join(lines)

    def _exists_already(self) -> bool:
        others = Synonyms.objects.filter(language=self.language).exclude(pk=self.pk)
        return any(_meant(other.lines) == _meant(self.lines) for other in others)


def _meant(lines: list[str]) -> set[tuple[str, ...]]:
    return {tuple(folded_words(line)) for line in lines}


def _problem_of(line: str) -> str | None:
    words = folded_words(line)
    if not words:
        return _("“%(phrase)s” has no letter and no digit.") % {"phrase": line}
    if len(line) > LONGEST_PHRASE:
        return _("“%(phrase)s…” is too long: %(count)s characters, at most %(most)s are possible.") % {
            "phrase": line[:20],
            "count": len(line),
            "most": LONGEST_PHRASE,
        }
    if len(words) > MOST_WORDS:
        return _("“%(phrase)s” has %(count)s words, at most %(most)s are possible.") % {
            "phrase": line,
            "count": len(words),
            "most": MOST_WORDS,
        }
    return None


def _repeated(lines: list[str]) -> list[str]:
    first: dict[tuple[str, ...], str] = {}
    problems = []
    for line in lines:
        before = first.setdefault(tuple(folded_words(line)), line)
        if before is not line and folded_words(line):
            problems.append(
                _("“%(phrase)s” is the same as “%(before)s” for the search. Give it once.")
                % {"phrase": line, "before": before}
            )
    return problems
