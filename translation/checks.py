"""What can be wrong with the translation of a segment. Pure functions: text in, problems out.

Errors block publishing, warnings do not. Every check answers for the text that a reader sees; tags are
compared as tags.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail_localize.strings import INLINE_TAGS, StringValue, extract_ids, validate_translation_links

from translation.glossary import AgreedTerm, missing_terms
from translation.numbers import unmatched
from translation.texts import TAG, is_too_deep, plain, too_deep, words

Level = Literal["error", "warning"]
ERROR: Level = "error"
WARNING: Level = "warning"

# {name}, {{ name }}, %(name)s, %s, ${name}: what a program fills in later.
PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}|\$?\{[\w.]*\}|%\(\w+\)[sd]|%[sd]\b")
# What a parser takes for a tag, with its name, or for a comment or a declaration.
MARKUP = re.compile(r"<[!?][^<>]*>?|</?([a-zA-Z][^\s/<>]*)[^<>]*>")
ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+[^\s<>\"')\].,;:!?]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Letters of a result page of a search engine, as far as they are usually shown.
SHOWN = {"title": 70, "seo_title": 70, "search_description": 160}
DOMAIN = re.compile(r"\b(?:[\w-]+\.)+[a-z]{2,}\b")
# Single words and names are often the same in two languages; what has an ordinary word in it is not.
ORDINARY_WORD = re.compile(r"(?<![\w-])[^\W\d_A-Z][^\W\d_]{3,}")


@dataclass(frozen=True)
class Problem:
    """Something wrong with a translation.

    Arguments:
        level: "error" (blocks publishing) or "warning".
        code: name of the check.
        message: what is wrong and what is expected, in the language of the interface.
    """

    level: Level
    code: str
    message: str


def check_segment(
    source: str,
    target: str,
    *,
    language_pair: tuple[str, str],
    kind: str = "",
    max_length: int | None = None,
    terms: Sequence[AgreedTerm] = (),
) -> list[Problem]:
    """Everything that is wrong with a translation, errors first.

    Arguments:
        source: the segment's string as wagtail-localize stores it: HTML with inline tags.
        target: its translation, in the same form; an empty one has no problems, it is just missing.
        language_pair: codes of the source's and the target's language.
        kind: name of the field ("title", "search_description"…) where its length matters, else "".
        max_length: most characters that the field takes, where it has a limit.
        terms: agreed terms of this language pair.

    Returns:
        The problems; empty when all is well.
    """
    if not target.strip():
        return []
    broken = list(_markup(source, target))
    if broken:
        return broken
    before, after = plain(source), plain(target)
    found = [
        *_tags(source, target),
        *_tags_as_text(before, after),
        *_links(source, target, before, after),
        *_same_items(PLACEHOLDER, before, after, _placeholder_message),
        *_length(before, after, kind, max_length),
        *_spaces(before, after),
        *_numbers(before, after, language_pair),
        *_untouched(before, after, terms),
        *_glossary(before, after, terms),
    ]
    return sorted(found, key=lambda problem: problem.level)


def _markup(source: str, target: str) -> Iterator[Problem]:
    """wagtail-localize's own validation, and what its HTML parser would mend in silence."""
    try:
        refuse_markup(source, target)
    except ValueError as error:
        yield Problem("error", "markup", str(error))
        return
    opened: list[str] = []
    for tag in TAG.finditer(target):
        name = tag[2].lower()
        if name == "br":
            continue
        if not tag[1]:
            opened.append(name)
        elif not opened or opened.pop() != name:
            yield Problem("error", "markup", _("The tag </%(tag)s> closes nothing.") % {"tag": name})
            return
    if opened:
        yield Problem("error", "markup", _("The tag <%(tag)s> is not closed.") % {"tag": opened[-1]})


def refuse_markup(source: str, target: str) -> None:
    """Raise ValueError, with what is wrong, for tags or links that a translation may not have at all."""
    for found in MARKUP.finditer(target):
        if (found[1] or "").lower() not in INLINE_TAGS:
            tag = Truncator(found[0]).chars(40)
            text = _(
                "%(tag)s is not a tag a text may have. For readers to see it as it is, write %(written)s."
            )
            raise ValueError(text % {"tag": tag, "written": escape(tag, quote=False)})
    if is_too_deep(target):
        raise ValueError(too_deep())
    StringValue.from_translated_html(target)
    validate_translation_links(source, target)


def _tags(source: str, target: str) -> Iterator[Problem]:
    wanted, found = _tag_names(source), _tag_names(target)
    for name in sorted({*wanted, *found} - {"a", "br"}):
        if wanted[name] > found[name]:
            text = _("The tag <%(tag)s> of the source is missing.")
        elif wanted[name] < found[name]:
            text = (
                _("The tag <%(tag)s> occurs more often than in the source.")
                if wanted[name]
                else _("The tag <%(tag)s> is not in the source.")
            )
        else:
            continue
        yield Problem("error", "tags", text % {"tag": name})
    if wanted["br"] != found["br"]:
        yield Problem("warning", "tags", _("The source has another number of line breaks."))


def _tags_as_text(before: str, after: str) -> Iterator[Problem]:
    wanted = Counter(tag[0] for tag in TAG.finditer(before))
    for tag in Counter(tag[0] for tag in TAG.finditer(after)) - wanted:
        text = _("Readers will see “%(tag)s” as it is written here.")
        yield Problem("warning", "tags", text % {"tag": tag})


def _tag_names(data: str) -> Counter[str]:
    return Counter(tag[2].lower() for tag in TAG.finditer(data) if not tag[1])


def _links(source: str, target: str, before: str, after: str) -> Iterator[Problem]:
    wanted = extract_ids(source)
    found = Counter(re.findall(r"<a\b[^<>]*\bid=[\"']?([\w-]+)", target))
    for link in sorted(wanted - set(found)):
        yield Problem("error", "links", _("The link <a id=“%(link)s”> is missing.") % {"link": link})
    for link in sorted(link for link, count in found.items() if count > 1 and link in wanted):
        yield Problem("error", "links", _("The link <a id=“%(link)s”> occurs twice.") % {"link": link})
    # An address may be another one in another language, so this does not block.
    yield from _same_items(ADDRESS, before, after, _address_message)


def _same_items(
    pattern: re.Pattern[str], before: str, after: str, explain: Callable[[str, bool], Problem]
) -> Iterator[Problem]:
    wanted, found = Counter(pattern.findall(before)), Counter(pattern.findall(after))
    yield from (explain(item, True) for item in sorted(wanted - found))
    yield from (explain(item, False) for item in sorted(found - wanted))


def _placeholder_message(item: str, missing: bool) -> Problem:
    text = (
        _("The placeholder %(item)s is missing.")
        if missing
        else _("The placeholder %(item)s is not in the source.")
    )
    return Problem("error", "placeholders", text % {"item": item})


def _address_message(item: str, missing: bool) -> Problem:
    text = (
        _("The address %(item)s is missing.") if missing else _("The address %(item)s is not in the source.")
    )
    return Problem("warning", "links", text % {"item": item})


def _length(before: str, after: str, kind: str, max_length: int | None) -> Iterator[Problem]:
    length = len(after.strip())
    if max_length is not None and length > max_length:
        yield Problem("error", "length", too_long(length, max_length))
    elif kind in SHOWN and length > max(SHOWN[kind], len(before.strip())):
        text = ngettext(
            "%(length)d character; search engines show about %(most)d.",
            "%(length)d characters; search engines show about %(most)d.",
            length,
        )
        yield Problem("warning", "length", text % {"length": length, "most": SHOWN[kind]})


def too_long(length: int, most: int) -> str:
    """The message about a text that does not fit its field."""
    text = ngettext(
        "%(length)d character, at most %(most)d fit.",
        "%(length)d characters, at most %(most)d fit.",
        length,
    )
    return text % {"length": length, "most": most}


def _spaces(before: str, after: str) -> Iterator[Problem]:
    if before[:1].isspace() != after[:1].isspace():
        yield Problem("warning", "spaces", _("Space at the beginning differs from the source."))
    if before[-1:].isspace() != after[-1:].isspace():
        yield Problem("warning", "spaces", _("Space at the end differs from the source."))


def _numbers(before: str, after: str, language_pair: tuple[str, str]) -> Iterator[Problem]:
    for pattern in (PLACEHOLDER, ADDRESS):
        before, after = pattern.sub(" ", before), pattern.sub(" ", after)
    numbers = unmatched(before, after, *language_pair)
    if numbers:
        text = _("These numbers do not agree with the source: %(numbers)s.")
        yield Problem("warning", "numbers", text % {"numbers": ", ".join(numbers)})


def _untouched(before: str, after: str, terms: Sequence[AgreedTerm]) -> Iterator[Problem]:
    if before.split() != after.split():
        return
    text = DOMAIN.sub(" ", ADDRESS.sub(" ", PLACEHOLDER.sub(" ", before)))
    for term in terms:
        if term.do_not_translate:
            text = text.replace(term.source, " ")
    if len(words(text)) > 1 and any(word[0].islower() for word in ORDINARY_WORD.findall(text)):
        yield Problem("warning", "same", _("This is still the source’s text."))


def _glossary(before: str, after: str, terms: Sequence[AgreedTerm]) -> Iterator[Problem]:
    for term in missing_terms(before, after, terms):
        if term.do_not_translate:
            text = _("“%(term)s” should stay as it is.") % {"term": term.source}
        else:
            text = _("“%(term)s” is agreed to be “%(agreed)s”.") % {
                "term": term.source,
                "agreed": _("” or “").join(term.targets),
            }
        yield Problem("warning", "glossary", text)
