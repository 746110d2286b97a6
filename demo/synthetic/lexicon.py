"""The words of synthetic texts: a few very frequent ones and very many rare ones, as in any natural text."""

import random
import re
import tomllib
from functools import cache
from itertools import accumulate

from vocabularies.management.commands.load_vocabularies import DATA

# The most frequent words of each language, most frequent first.
FUNCTION_WORDS = {
    "en": "the of and to in a for is with on that by this as are be from at we our which their between more",
    "de": "der die und in den von zu das mit für auf ist im des ein eine dem nicht sich wir unsere bei als",
    "fr": "de la le et les des en un une du pour dans est que par sur nous avec plus qui nos entre leurs ces",
    "pt": "de a o e que do da em um para com uma os no se na por mais as dos como entre das ao nossa",
    "es": "de la que el en y a los del se las por un para con una su al como más entre nuestra sobre sus",
    "it": "di e il la che in a per un del è una le con i da si dei nel alla della tra sono come più gli",
}
# Onsets, vowels and endings of the words that stand for the many rare ones.
SYLLABLES = {
    "en": ("b br c cl d f g h l m n p pr r s st t tr v w", "a e i o u ea ou", "n r t nd st ck ll ng m"),
    "de": (
        "b br d f g h k kl l m n pf r s sch st t tr w z",
        "a e i o u ei au ie ü ö",
        "n r t nd ch st lt ng m ß",
    ),
    "fr": (
        "b br c ch d f g j l m n p pr r s t tr v",
        "a e i o u é è ai eau ou",
        "n r t nt lle sse que re ge",
    ),
    "pt": ("b br c d f g l lh m n nh p r s t tr v", "a e i o u ã á ei ou ê", "o a os ção dade r l m s"),
    "es": ("b br c ch d f g l ll m n p pr r s t tr v", "a e i o u á é ie ue ó", "o a os ción dad r l n s"),
    "it": ("b br c ch d f g gl l m n p pr r s t tr v", "a e i o u à è ia io ò", "o a i e ne re to zione tà"),
}
RARE_WORDS = 20_000
_WORD = re.compile(r"[^\W\d_]{4,}")


class Lexicon:
    """The words of a language, the most frequent first, with Zipf's law for their frequencies.

    The word of rank r has the weight 1 / (r + 2.7) (Mandelbrot 1953).

    Attributes:
        words: all words.
        content: those that mean something in the vocabularies; the subjects that visitors search for.
    """

    def __init__(self, language: str) -> None:
        chance = random.Random(f"lexicon:{language}")  # noqa: S311
        self.content = _words_of_labels(language)
        chance.shuffle(self.content)
        self.words = [*FUNCTION_WORDS[language].split(), *self.content]
        self.words += [_invented(chance, language) for _number in range(RARE_WORDS)]
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(1, len(self.words) + 1)))

    def text(self, chance: random.Random, number: int) -> str:
        """Sentences of some dozen words, so many words together."""
        words = chance.choices(self.words, cum_weights=self._weights, k=number)
        sentences = []
        while words:
            length = min(len(words), chance.randint(8, 16))
            sentences.append(" ".join(words[:length]).capitalize() + ".")
            words = words[length:]
        return " ".join(sentences)


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language (code). Raises KeyError for a language without one."""
    return Lexicon(language)


def _words_of_labels(language: str) -> list[str]:
    found: dict[str, None] = {}
    for name in ("sector", "technology", "value_chain", "cooperation", "topic", "market", "legal_form"):
        for row in tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))["term"]:
            label = row.get("labels", {}).get(language) or row.get("name", "")
            found |= dict.fromkeys(word.lower() for word in _WORD.findall(label))
    return list(found)


def _invented(chance: random.Random, language: str) -> str:
    onsets, vowels, endings = (part.split() for part in SYLLABLES[language])
    body = "".join(chance.choice(onsets) + chance.choice(vowels) for _syllable in range(chance.randint(1, 3)))
    return body + chance.choice(endings)
