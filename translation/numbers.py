"""Numbers in texts of several languages. The same number may be written with other separators; the parts of a
date in another order or with the month's name; a time on another clock; a century in Roman numerals; a small
number as a word.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache

from babel import UnknownLocaleError
from babel.dates import get_month_names

from translation.texts import fold, words

# 1,000 · 1.000 · 1 000 · 1'000 (any of the spaces in use) · 2.5 · 2,5 · 9:30 · 04.05.2031 · 2031-05-04
SPACES = " \u00a0\u2009\u202f"
NUMBER = re.compile(rf"(?<!\d)(?:\d{{1,3}}(?:[{SPACES}'’]\d{{3}})+(?:[.,]\d+)?|\d+(?:[.,:/\-–’']\d+)*)(?!\d)")
AFTERNOON = re.compile(r"\b(\d{1,2})(?:[:.]\d{2})?\s*(?:p\.?\s?m\b)", re.IGNORECASE)
ROMAN = re.compile(r"\b([IVXL]+)(?:er?|ème|º|ª|°)?\b")

# Written out up to twelve, as style guides ask for; inflected forms begin alike. Folded.
WRITTEN: dict[str, list[str]] = {
    "en": ["one first once", "two second twice", "three third", "four", "five fifth", "six", "seven", "eight",
           "nine ninth", "ten", "eleven", "twelve twelfth"],
    "de": ["ein erst", "zwei", "drei dritt", "vier", "funf", "sechs", "sieb", "acht", "neun", "zehn", "elf",
           "zwolf"],
    "fr": ["un une premier", "deux second", "trois", "quatr", "cinq", "six", "sept", "huit", "neuf neuvieme",
           "dix", "onz", "douz"],
    "pt": ["um uma primeir", "dois duas segund", "tres terceir", "quatro quart", "cinco quint", "seis sext",
           "sete setim", "oito oitav", "nove non", "dez decim", "onze", "doze"],
    "es": ["un una uno primer", "dos segund", "tres tercer", "cuatro cuart", "cinco quint", "seis sext",
           "siete septim", "ocho octav", "nueve noven", "diez decim", "once", "doce"],
    "it": ["un uno una primo prima", "due second", "tre terz", "quattro quart", "cinque quint", "sei sest",
           "sette settim", "otto ottav", "nove non", "dieci decim", "undici", "dodici"],
}  # fmt: skip
THOUSAND: dict[str, tuple[str, ...]] = {
    "en": ("thousand",), "de": ("tausend",), "fr": ("mille",), "pt": ("mil", "milhar"), "es": ("mil",),
    "it": ("mille", "migliai"),
}  # fmt: skip


def unmatched(source: str, target: str, source_language: str, target_language: str) -> list[str]:
    """Numbers of a text that its translation lacks, and numbers that only the translation has.

    Arguments:
        source: plain text.
        target: its translation, plain text.
        source_language: code of the language of the source.
        target_language: code of the language of the translation.

    Returns:
        The numbers as they are written in the text they come from; empty when the texts agree.
    """
    missing, surplus = _without_common(NUMBER.findall(source), NUMBER.findall(target), _digits)
    missing = [number for number in missing if not _in_words(_digits(number), target, target_language)]
    surplus = [number for number in surplus if not _in_words(_digits(number), source, source_language)]
    # What is left may be grouped or ordered in another way: dates, times, ranges.
    wanted, found = _without_common(_parts(missing), _parts(surplus), _value)
    wanted, found = _without_clock(wanted, found, source, target)
    wanted = [part for part in wanted if not _in_words(part, target, target_language)]
    found = [part for part in found if not _in_words(part, source, source_language)]
    return [
        *(number for number in missing if set(_parts([number])) & set(wanted)),
        *(number for number in surplus if set(_parts([number])) & set(found)),
    ]


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _value(number: str) -> str:
    return number.lstrip("0") or "0"


def _parts(numbers: Iterable[str]) -> list[str]:
    """The runs of digits; the minutes of a full hour are none, they may go unsaid."""
    return [part for number in numbers for part in re.findall(r"\d+", number) if part != "00"]


def _without_common(
    left: list[str], right: list[str], key: Callable[[str], str]
) -> tuple[list[str], list[str]]:
    common = Counter(map(key, left)) & Counter(map(key, right))
    return _rest(left, Counter(common), key), _rest(right, Counter(common), key)


def _rest(numbers: list[str], taken: Counter[str], key: Callable[[str], str]) -> list[str]:
    rest = []
    for number in numbers:
        if taken[key(number)]:
            taken[key(number)] -= 1
        else:
            rest.append(number)
    return rest


def _without_clock(
    missing: list[str], surplus: list[str], source: str, target: str
) -> tuple[list[str], list[str]]:
    """2 pm is 14:00 where the day has twenty-four hours."""
    for text, here, there in ((source, missing, surplus), (target, surplus, missing)):
        for hour in AFTERNOON.findall(text):
            later = str(int(hour) + 12)
            if hour in here and later in there:
                here.remove(hour)
                there.remove(later)
    return missing, surplus


def _in_words(number: str, text: str, language: str) -> bool:
    """Whether the text has the number as a word or in Roman numerals."""
    value = int(number)
    if value == 1000:
        return any(word.startswith(THOUSAND.get(language, ("\0",))) for word in words(text))
    if not 1 <= value <= 49:
        return False
    if any(_roman(numeral) == value for numeral in ROMAN.findall(text)):
        return True
    if value > 12:
        return False
    if _months(language).get(value, "") in (found := set(words(text))):
        return True
    stems = WRITTEN.get(language, [""] * 12)
    return any(
        word == stem
        or (len(stem) > 3 and word.startswith(stem))
        or (language == "de" and word.startswith(stem))
        for word in found
        for stem in stems[value - 1].split()
    )


@cache
def _months(language: str) -> dict[int, str]:
    """The folded names of the months; a date may have them in one language and their numbers in the other."""
    try:
        names = get_month_names("wide", "format", language)
    except UnknownLocaleError:
        return {}
    return {number: fold(name) for number, name in names.items()}


def _roman(numeral: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50}[letter] for letter in numeral]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
