"""The translation memory: a look-up among ten thousand texts, and among a hundred thousand."""

import random
import sys
import uuid
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import String, StringTranslation, TranslatableObject, TranslationContext

from demo.synthetic.lexicon import lexicon
from portal.progress import ProgressBar
from tests.benchmarks.measuring import Times, take_turns
from tests.benchmarks.rows import Options, Row, compared
from translation.keys import string_hash
from translation.memory import remember, suggestions_for

_BATCH = 1_000
# Words of a segment: a heading to a long paragraph.
_SHORTEST, _LONGEST = 4, 40


class _Out:
    """What the progress bar writes to."""

    isatty, flush = sys.stderr.isatty, sys.stderr.flush

    @staticmethod
    def write(text: str, ending: str = "\n") -> None:
        sys.stderr.write(text + ending)


def run(options: Options) -> list[Row]:
    """Look-ups of texts in which a tenth of the words is another. Both sides are in one database, as two
    languages, so that they can be asked in turns.
    """
    target = Locale.objects.get_or_create(language_code="fr")[0]
    few = _fill("de", target, options.few_clusters)
    many = _fill("en", target, options.clusters)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    found: list[bool] = []

    def look_up(question: tuple[Locale, str]) -> None:
        found.append(bool(suggestions_for(question[0], target, [question[1]])[question[1]]))

    questions = {locale.pk: _questions(locale) for locale in (few, many)}
    times = take_turns(
        {
            "many": lambda _number: look_up((many, next(questions[many.pk]))),
            "few": lambda _number: look_up((few, next(questions[few.pk]))),
        },
        range(10 * options.rounds),
        rounds=options.rounds,
    )
    return [_growth(options, times, found), *_repeated(options, few, target)]


def _growth(options: Options, times: dict[str, Times], found: list[bool]) -> Row:
    note = f"{sum(found) / len(found):.0%} of the look-ups found something"
    name = f"translation memory, {options.clusters:,} texts against {options.few_clusters:,}"
    return compared(name, times["many"], times["few"], 3, note)


def _repeated(options: Options, source: Locale, target: Locale) -> list[Row]:
    """Look-ups of one text that was translated the same way in many places, and in a tenth as many."""
    many, few = options.few_clusters, max(1, options.few_clusters // 10)
    texts = {number: _place(source, target, number) for number in (many, few)}
    times = take_turns(
        {
            "many": lambda _number: suggestions_for(source, target, [texts[many]]),
            "few": lambda _number: suggestions_for(source, target, [texts[few]]),
        },
        range(10 * options.rounds),
        rounds=options.rounds,
    )
    name = f"translation memory, a text in {many:,} places against {few:,}"
    return [compared(name, times["many"], times["few"], 3)]


def _place(source: Locale, target: Locale, number: int) -> str:
    """A text that is translated in so many places."""
    text = lexicon("en").text(random.Random(number), _LONGEST)
    string, _created = String.objects.get_or_create(
        locale=source, data_hash=string_hash(text), defaults={"data": text}
    )
    page_type = ContentType.objects.get_for_model(Page)
    thing, _created = TranslatableObject.objects.get_or_create(
        translation_key=uuid.uuid5(uuid.NAMESPACE_OID, text), content_type=page_type
    )
    have = StringTranslation.objects.filter(translation_of=string).count()
    contexts = TranslationContext.objects.bulk_create(
        TranslationContext(object=thing, path=f"place-{place}", path_id=uuid.uuid4())
        for place in range(have, number)
    )
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of=string, context=each, locale=target, data=text, translation_type="manual"
        )
        for each in contexts
    )
    remember([string])
    return text


def _fill(language: str, target: Locale, number: int) -> Locale:
    """Texts of English words, translated, as those of a language; texts that are there already stay."""
    locale = Locale.objects.get_or_create(language_code=language)[0]
    have = String.objects.filter(locale=locale).count()
    chance = random.Random(f"{language}:{have}")
    with ProgressBar(f"texts ({language})", number, _Out) as bar:
        bar.advance(min(have, number))
        while have < number:
            texts = [
                lexicon("en").text(chance, chance.randint(_SHORTEST, _LONGEST))
                for _text in range(min(_BATCH, number - have))
            ]
            with transaction.atomic():
                hashes = {string_hash(text): text for text in texts}
                String.objects.bulk_create(
                    [String(locale=locale, data=text, data_hash=key) for key, text in hashes.items()],
                    ignore_conflicts=True,
                )
                strings = String.objects.filter(locale=locale, data_hash__in=list(hashes))
                StringTranslation.objects.bulk_create(
                    StringTranslation(
                        translation_of=each, locale=target, data=each.data, translation_type="manual"
                    )
                    for each in strings
                )
                remember(strings)
            have += len(texts)
            bar.advance(len(texts))
    return locale


def _questions(locale: Locale) -> Iterator[str]:
    """Texts of the memory with a tenth of their words replaced, without end."""
    chance = random.Random(locale.language_code)
    texts = list(String.objects.filter(locale=locale).order_by("pk").values_list("data", flat=True)[:2_000])
    while True:
        words = chance.choice(texts).split()
        for _change in range(max(1, len(words) // 10)):
            words[chance.randrange(len(words))] = lexicon("en").text(chance, 1)
        yield " ".join(words)
