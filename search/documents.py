"""The public document of a piece of content, with every language in it."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings

from portal.characters import without_controls
from search.collation import sort_key
from search.folding import folded_words
from search.highlighting import without_marks
from search.kinds import SearchKind

SortValue = str | int | None


@dataclass
class Texts:
    """What is written in one language.

    Without a title the content does not exist in that language: it only has passages in it.

    Arguments:
        title: headline or name.
        summary: one or two sentences.
        body: everything else, plain text.
        passages: parts of pages of other languages that are written in this one.
    """

    title: str = ""
    summary: str = ""
    body: str = ""
    passages: list[str] = field(default_factory=list)


@dataclass
class Document:
    """What may be known and found of a piece of content. Everything in it is public.

    Arguments:
        slug: the same in every language.
        path: path of the page without language, e.g. "clusters/germany/silicon-saxony/".
        source_language: language the page was written in first.
        facets: codes by facet.
        texts: by language code.
        names: proper names that belong to no language, as they are written.
        sort: sort keys: text (compared byte by byte, so dates as ISO 8601 in UTC), whole numbers, or None.
        data: facts for display and export; JSON.
    """

    slug: str
    path: str
    source_language: str
    facets: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, Texts] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    sort: dict[str, SortValue] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)


def complete(kind: SearchKind, document: Document) -> dict[str, Any]:
    """The document as it is stored and sent: with labels, folded words and sort keys added.

    Raises ValueError when it has a facet that the kind does not declare.
    """
    facets = _facets(kind, document)
    texts = {
        language: {
            "title": _plain(text.title),
            "summary": _plain(text.summary),
            "body": _plain(" ".join(filter(None, [text.body, *text.passages]))),
        }
        for language, text in document.texts.items()
    }
    labels = _labels(kind, facets)
    titles = [text["title"] for text in texts.values() if text["title"]]
    content = asdict(document) | {"facets": facets, "texts": texts, "labels": labels}
    content["data"] = _plain_facts(document.data)
    content["folded"] = {
        "title": _words([*titles, *document.names]),
        "summary": _words([text["summary"] for text in texts.values()]),
        "rest": _words(
            [*(text["body"] for text in texts.values()), *(w for ws in labels.values() for w in ws)]
        ),
    }
    content["exact"] = sorted({" ".join(folded_words(name)) for name in [*titles, *document.names]} - {""})
    content["sort"] = document.sort | {
        f"name_{language}": sort_key(shown_text(texts, document.source_language, language)[1], language)
        for language, _name in settings.LANGUAGES
    }
    return content


def shown_text(texts: dict[str, dict[str, str]], source_language: str, language: str) -> tuple[str, str, str]:
    """What a visitor gets to read: (language, title, summary), in the visitor's language if it exists,
    else in the source's, else in any.
    """
    for candidate in (language, source_language, *texts):
        text = texts.get(candidate)
        if text and text["title"]:
            return candidate, text["title"], text["summary"]
    return source_language, "", ""


def _facets(kind: SearchKind, document: Document) -> dict[str, list[str]]:
    stored = [facet.name for facet in kind.facets if facet.range_field is None]
    unknown = document.facets.keys() - set(stored)
    if unknown:
        raise ValueError(
            f"The kind “{kind.name}” does not declare these facets: {', '.join(sorted(unknown))}."
        )
    return {name: list(dict.fromkeys(document.facets.get(name, []))) for name in stored}


def _labels(kind: SearchKind, facets: dict[str, list[str]]) -> dict[str, list[str]]:
    """Labels of all codes in all languages: a German word for a sector finds a Portuguese profile."""
    labels: dict[str, dict[str, None]] = {language: {} for language, _name in settings.LANGUAGES}
    for facet in kind.shown_facets:
        terms = facet.terms
        for code in facets.get(facet.name, []):
            for language, label in terms.labels(code).items():
                labels.setdefault(language, {})[label] = None
    return {language: list(words) for language, words in labels.items()}


def _plain(text: str) -> str:
    return without_marks(without_controls(text))


def _plain_facts(value: Any) -> Any:
    """The facts, their texts without control characters."""
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, dict):
        return {name: _plain_facts(each) for name, each in value.items()}
    return [_plain_facts(each) for each in value] if isinstance(value, list | tuple) else value


def _words(texts: list[str]) -> str:
    return " ".join(word for text in texts for word in folded_words(text))
