"""Where a page stands in each language, as column and filter of the page listings."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import django_filters
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.coreutils import get_content_languages
from wagtail.models import Page
from wagtail_localize.models import Translation

from translation.models import SourceText


class Standing(TextChoices):
    """Where a page stands in a language."""

    PUBLIC = "public", gettext_lazy("Public")
    OUTDATED = "outdated", gettext_lazy("Out of date")
    DRAFT = "draft", gettext_lazy("Draft")
    MISSING = "missing", gettext_lazy("Missing")


SIGNS = {Standing.PUBLIC: "✓", Standing.OUTDATED: "↻", Standing.DRAFT: "✎", Standing.MISSING: "–"}


@dataclass(frozen=True)
class LanguageState:
    """A language and where the page stands in it.

    Arguments:
        code, language: of the language, and its own name.
        standing: where the page stands.
        page_id: its page in that language, None while there is none.
    """

    code: str
    language: str
    standing: Standing
    page_id: int | None

    @property
    def sign(self) -> str:
        """The standing as one character."""
        return SIGNS[self.standing]


def outdated_translations() -> QuerySet:
    """Translations whose source says something else now than what they were made from."""
    shown = SourceText.objects.filter(
        page__translation_key=OuterRef("source__object_id"), page__locale=OuterRef("source__locale")
    )
    return (
        Translation.objects.filter(enabled=True, baseline__isnull=False)
        .alias(source_digest=Subquery(shown.values("digest")[:1]))
        .exclude(source_digest=None)
        .exclude(source_digest=F("baseline__digest"))
    )


def states_of(pages: Iterable[Page]) -> dict[Any, list[LanguageState]]:
    """Where pages stand, by translation key: every language in the portal's order. Two queries.

    Arguments:
        pages: as many as a listing shows.
    """
    keys = {page.translation_key for page in pages}
    found = {
        (key, code): (pk, live)
        for pk, key, code, live in Page.objects.filter(translation_key__in=keys, alias_of=None).values_list(
            "pk", "translation_key", "locale__language_code", "live"
        )
    }
    outdated = set(
        outdated_translations()
        .filter(source__object_id__in=keys)
        .values_list("source__object_id", "target_locale__language_code")
    )

    def standing(key: Any, code: str) -> Standing:
        if (key, code) not in found:
            return Standing.MISSING
        if not found[key, code][1]:
            return Standing.DRAFT
        return Standing.OUTDATED if (key, code) in outdated else Standing.PUBLIC

    return {
        key: [
            LanguageState(code, name, standing(key, code), found.get((key, code), (None,))[0])
            for code, name in get_content_languages().items()
        ]
        for key in keys
    }


class LanguagesColumn(BaseColumn):
    """A sign for each language."""

    cell_template_name = "translation/language_states.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """The states, noted on the page by ``WithLanguageStates``.

        Wagtail shows the column in its list of the pages of a type too, where nothing has noted them.
        """
        context = super().get_cell_context_data(instance, parent_context)
        states = getattr(instance, "language_states", None)
        return context | {
            "states": states_of([instance])[instance.translation_key] if states is None else states
        }


class WithLanguageStates:
    """A page listing that has the column: notes the states on the pages that are shown."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The context, with ``language_states`` on each page."""
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        pages = list(context["object_list"])
        states = states_of(pages)
        for page in pages:
            page.language_states = states[page.translation_key]
        context["object_list"] = context[self.context_object_name] = pages  # type: ignore[attr-defined]
        return context


def _choices() -> list[tuple[str, str]]:
    texts = {
        Standing.MISSING: _("Not public: %(language)s"),
        Standing.OUTDATED: _("Out of date: %(language)s"),
    }
    return [
        (f"{standing}:{code}", text % {"language": name})
        for standing, text in texts.items()
        for code, name in get_content_languages().items()
    ]


class LanguageStateFilter(django_filters.ChoiceFilter):
    """Pages that are not public, or out of date, in a language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=gettext_lazy("Translation"), choices=_choices, **kwargs)

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        """The pages in that state, in whatever language they are listed."""
        if not value:
            return rows
        standing, _colon, code = value.partition(":")
        if standing == Standing.OUTDATED:
            outdated = outdated_translations().filter(
                source__object_id=OuterRef("translation_key"), target_locale__language_code=code
            )
            return rows.filter(Exists(outdated))
        public = Page.objects.filter(
            translation_key=OuterRef("translation_key"),
            locale__language_code=code,
            live=True,
            alias_of=None,
        )
        return rows.filter(~Exists(public))
