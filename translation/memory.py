"""The translation memory: whatever was translated before, on any page, is offered for what is like it.

wagtail-localize's ``String`` and ``StringTranslation`` are the store. Only what a person has translated or
confirmed is offered, nothing that has an error. What is stored here is an index of the source strings
(``MemoryKey``): a look-up reads the rows of the text's own few keys, however large the memory is.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef
from django.db.models.signals import post_save
from wagtail.models import Locale
from wagtail_localize.models import String, StringTranslation, TranslationSource

from translation.keys import string_hash
from translation.models import MemoryKey
from translation.similarity import keys, lengths, similarity_of_units, units

# Texts compared at most for one look-up, those with most keys in common first.
CANDIDATES = 200
# Values in one statement; below the limits of SQLite and PostgreSQL.
CHUNK = 10_000

# Percent, and a row of ``_translations``.
Scored = tuple[int, dict[str, Any]]


@dataclass(frozen=True)
class Suggestion:
    """An earlier translation of the same or a similar text.

    Arguments:
        text: the translation, HTML with inline tags.
        source_text: what it translates.
        score: similarity of that to the text looked up, 75 to 100; 100 is the very same.
        origin: title of the page it comes from, "" when that is gone.
    """

    text: str
    source_text: str
    score: int
    origin: str = ""


def suggestions_for(
    source_locale: Locale, target_locale: Locale, texts: Iterable[str], limit: int = 5
) -> dict[str, list[Suggestion]]:
    """Earlier translations of each text, the most similar first. At most four queries, however many texts
    (more only beyond ``CHUNK`` rows).

    Arguments:
        source_locale: language of the texts.
        target_locale: language wanted.
        texts: segments' strings, HTML with inline tags.
        limit: most suggestions for a text.
    """
    wanted = {text: units(text) for text in texts}
    candidates = _candidates(source_locale.pk, wanted)
    rows = _translations({string for found in candidates.values() for string in found}, target_locale.pk)
    compared: dict[int, list[str]] = {}
    best: dict[str, list[Scored]] = {}
    for text, own_units in wanted.items():
        scored = []
        for string in candidates[text]:
            for row in rows.get(string, ()):
                if string not in compared:
                    compared[string] = units(row["translation_of__data"])
                score = (
                    100
                    if row["translation_of__data"] == text
                    else similarity_of_units(own_units, compared[string])
                )
                if score:
                    scored.append((score, row))
        best[text] = _best(scored, limit)
    return _with_origins(best, source_locale)


def exact_matches(source_locale: Locale, target_locale: Locale, texts: Iterable[str]) -> dict[str, str]:
    """The translation of each text that has been translated before; of several the most frequent, then the
    newest. One query for every ``CHUNK`` texts.
    """
    hashes = {string_hash(text): text for text in texts}
    found: dict[str, str] = {}
    for part in _chunks(hashes):
        # Counted by the database: a text may stand in thousands of places.
        rows = (
            _confirmed(target_locale.pk)
            .filter(translation_of__locale=source_locale, translation_of__data_hash__in=part)
            .values_list("translation_of__data_hash", "data")
            .annotate(places=Count("pk"), newest=Max("updated_at"), latest=Max("pk"))
            .order_by("-places", "-newest", "-latest")
        )
        for data_hash, data, *_order in rows:
            found.setdefault(hashes[data_hash], data)
    return found


def remember(strings: Iterable[String]) -> int:
    """Put source strings into the index; those that are in it already are left alone.

    For whoever writes ``StringTranslation`` rows in bulk: Django sends no signals then.

    Returns:
        How many keys were offered to the index.
    """
    rows = [row for string in strings for row in index_rows(string.locale_id, string.pk, string.data)]
    MemoryKey.objects.bulk_create([MemoryKey(**row) for row in rows], ignore_conflicts=True, batch_size=2_000)
    return len(rows)


def index_rows(locale_id: int, string_id: int, data: str) -> list[dict[str, int]]:
    """The fields of a string's rows in the index."""
    own_units = units(data)
    return [
        {"string_id": string_id, "key": key, "length": len(own_units)} for key in keys(locale_id, own_units)
    ]


def forgotten() -> Any:
    """Translated strings that the index lacks; those without words or numbers have nothing to be found by."""
    return String.objects.filter(
        Exists(StringTranslation.objects.filter(translation_of=OuterRef("pk"))),
        ~Exists(MemoryKey.objects.filter(string=OuterRef("pk"))),
        data__regex=r"\w",
    )


def connect() -> None:
    """Listen to translations; called once, when the app is ready."""
    post_save.connect(
        translation_saved, sender=StringTranslation, dispatch_uid="translation.memory_translation_saved"
    )


def translation_saved(instance: StringTranslation, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A string was translated, perhaps for the first time. It stays in the index as long as it exists."""
    if created and not raw and not MemoryKey.objects.filter(string=instance.translation_of_id).exists():
        remember([instance.translation_of])


def _candidates(locale_id: int, wanted: dict[str, list[str]]) -> dict[str, list[int]]:
    """For each text the strings that have most keys in common with it. One query for every ``CHUNK`` keys."""
    of_key: dict[int, list[str]] = defaultdict(list)
    for text, own_units in wanted.items():
        for key in keys(locale_id, own_units):
            of_key[key].append(text)
    band = {text: lengths(len(own_units)) for text, own_units in wanted.items()}
    shared: dict[str, Counter[int]] = {text: Counter() for text in wanted}
    if of_key:
        least, most = min(low for low, _high in band.values()), max(high for _low, high in band.values())
        for part in _chunks(of_key):
            rows = MemoryKey.objects.filter(key__in=part, length__gte=least, length__lte=most)
            for key, length, string in rows.values_list("key", "length", "string_id").iterator():
                for text in of_key[key]:
                    low, high = band[text]
                    if low <= length <= high:
                        shared[text][string] += 1
    return {
        text: [string for string, _count in counts.most_common(CANDIDATES)] for text, counts in shared.items()
    }


def _translations(strings: Collection[int], target_locale_id: int) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for part in _chunks(strings):
        # One row a distinct translation, in however many places it stands.
        rows = (
            _confirmed(target_locale_id)
            .filter(translation_of__in=part)
            .values("translation_of", "translation_of__data", "data")
            .annotate(newest=Max("updated_at"), latest=Max("pk"))
        )
        for row in rows:
            found[row["translation_of"]].append(row)
    return found


def _confirmed(target_locale_id: int) -> Any:
    """What may be offered: translated or confirmed by a person, and free of errors."""
    return (
        StringTranslation.objects.filter(locale=target_locale_id, has_error=False)
        .exclude(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)
        .exclude(data="")
    )


def _best(scored: list[Scored], limit: int) -> list[Scored]:
    """The best of each distinct translation, the newer first among equals."""
    scored.sort(key=lambda each: (each[0], each[1]["newest"]), reverse=True)
    distinct: dict[str, Scored] = {}
    for score, row in scored:
        distinct.setdefault(row["data"], (score, row))
    return list(distinct.values())[:limit]


def _with_origins(found: dict[str, list[Scored]], source_locale: Locale) -> dict[str, list[Suggestion]]:
    latest = {row["latest"] for rows in found.values() for _score, row in rows}
    titles: dict[int, str] = {}
    if latest:
        objects = dict(StringTranslation.objects.filter(pk__in=latest).values_list("pk", "context__object"))
        sources = TranslationSource.objects.filter(object__in=objects.values(), locale=source_locale)
        names = dict(sources.values_list("object_id", "object_repr"))
        titles = {pk: names.get(key, "") for pk, key in objects.items()}
    return {
        text: [
            Suggestion(row["data"], row["translation_of__data"], score, titles.get(row["latest"], ""))
            for score, row in rows
        ]
        for text, rows in found.items()
    }


def _chunks(items: Iterable[Any]) -> Iterable[list[Any]]:
    everything = list(items)
    return (everything[at : at + CHUNK] for at in range(0, len(everything), CHUNK))
