"""What can be searched: kinds of content, their facets and their sort orders.

The mechanism knows nothing of clusters, news or events. Each app declares its kind in its ``search.py``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from vocabularies.registry import Vocabulary, get_vocabulary

if TYPE_CHECKING:
    from search.documents import Document
    from search.results import Hit

Label = str | Promise
AnyVocabulary = str | Vocabulary | Callable[[], Vocabulary]
Range = tuple[str | None, str | None]
Build = Callable[[Page, Mapping[str, Page]], "Document | None"]


@dataclass(frozen=True)
class Facet:
    """A property to filter by.

    Arguments:
        name: parameter in the query string, key in ``Document.facets``.
        label: heading, translatable.
        vocabulary: name of a vocabulary, an object that behaves like one, or a callable that makes one as
            it is now (for one request).
        list_all: list the whole vocabulary in its order, also what no document has.
        parent_facet: list only values whose parent is chosen in that facet.
        range_field: the facet is not stored but computed from this sort key, see ``ranges``.
        ranges: (from, until) by code, compared as text with the sort key; ``until`` excluded, None open.
        shown: False: a filter for the portal's own use, not counted and not read from query strings.
    """

    name: str
    label: Label
    vocabulary: AnyVocabulary
    list_all: bool = False
    parent_facet: str | None = None
    range_field: str | None = None
    ranges: Callable[[], Mapping[str, Range]] | None = None
    shown: bool = True

    @property
    def terms(self) -> Vocabulary:
        """The vocabulary of the facet's codes. Ask once for all labels of a request."""
        if isinstance(self.vocabulary, str):
            return get_vocabulary(self.vocabulary)
        return self.vocabulary() if callable(self.vocabulary) else self.vocabulary

    def range_of(self, code: str) -> Range:
        """(from, until) of a code of a facet with ``ranges``. Raises KeyError for any other code."""
        if self.ranges is None:
            raise KeyError(f"The facet “{self.name}” has no ranges.")
        return self.ranges()[code]


@dataclass(frozen=True)
class Sort:
    """A sort order.

    Arguments:
        name: value of the parameter ``sort``.
        label: translatable.
        field: key in ``Document.sort``; documents without it come last.
        descending: greatest first.
        per_language: the key differs by language (names).
        number: the key is a number, else text that is compared byte by byte.
        first: (facet, code) of a facet with ranges: what lies in this range comes before everything else and
            in ascending order. The key is the text of an instant then.
    """

    name: str
    label: Label
    field: str = ""
    descending: bool = False
    per_language: bool = False
    number: bool = False
    first: tuple[str, str] | None = None

    def key(self, language: str) -> str:
        """Name of the sort key for a visitor's language."""
        return f"{self.field}_{language}" if self.per_language else self.field


RELEVANCE = "relevance"

SORTS = {
    sort.name: sort
    for sort in (
        Sort(RELEVANCE, _("Relevance")),
        Sort("name", _("Name"), field="name", per_language=True),
        Sort("newest", _("Newest first"), field="newest", descending=True),
        Sort("members", _("Most members first"), field="members", descending=True, number=True),
        Sort("next", _("Next first"), field="start", descending=True, first=("when", "upcoming")),
        Sort("start", _("Earliest first"), field="start"),
        Sort("latest", _("Latest first"), field="start", descending=True),
    )
}


@dataclass(frozen=True)
class SearchKind:
    """A kind of searchable content.

    Arguments:
        name: short and stable; part of the name of the Elasticsearch index.
        label: plural, translatable.
        model: page model ("app.Model") or several.
        build: makes the public document of a page: (source page, public pages by language) -> Document,
            or None when there is nothing to find.
        facets: in display order.
        sorts: names of ``SORTS`` on offer.
        default_sort: order without text.
        path: path of the listing page without language, "" when the kind has none.
        per_page: hits a page.
        with_parent: the document also says something about the page above, so it follows its changes.
        item_template: shows a hit (``hit``) in a list.
        feed_entry: title and plain text of a hit in a feed; None for its title and summary.
    """

    name: str
    label: Label
    model: str | tuple[str, ...]
    build: Build
    facets: tuple[Facet, ...]
    sorts: tuple[str, ...]
    default_sort: str
    path: str = ""
    per_page: int = 20
    with_parent: bool = False
    item_template: str = "search/item.html"
    feed_entry: "Callable[[Hit], tuple[str, str]] | None" = None

    def page_models(self) -> tuple[type[Page], ...]:
        """The page models of this kind."""
        names = (self.model,) if isinstance(self.model, str) else self.model
        return tuple(apps.get_model(name) for name in names)

    def facet(self, name: str) -> Facet:
        """The facet with this name. Raises KeyError when there is none."""
        for facet in self.facets:
            if facet.name == name:
                return facet
        raise KeyError(f"The kind “{self.name}” has no facet “{name}”.")

    @property
    def shown_facets(self) -> tuple[Facet, ...]:
        """The facets that visitors see."""
        return tuple(facet for facet in self.facets if facet.shown)


_kinds: dict[str, SearchKind] = {}


def register(kind: SearchKind) -> SearchKind:
    """Make a kind searchable. Raises ValueError when the name is taken."""
    if kind.name in _kinds:
        raise ValueError(f"There is already a kind of searchable content “{kind.name}”.")
    _kinds[kind.name] = kind
    return kind


def unregister(name: str) -> None:
    """Take a kind out again. Raises KeyError when it is not there."""
    del _kinds[name]


def get_kind(name: str) -> SearchKind:
    """The kind with this name. Raises KeyError when there is none."""
    return _kinds[name]


def all_kinds() -> list[SearchKind]:
    """Every kind: those with a listing of their own first, then by name."""
    return sorted(_kinds.values(), key=lambda kind: (not kind.path, kind.path))


def kind_of(model: type[Page]) -> SearchKind | None:
    """The kind of a page model, None when pages of it are not searchable."""
    for kind in _kinds.values():
        if issubclass(model, kind.page_models()):
            return kind
    return None
