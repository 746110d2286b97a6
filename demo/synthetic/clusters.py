"""Synthetic clusters: the facts and texts of each, from its number and a seed."""

import random
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from demo.synthetic.lexicon import FUNCTION_WORDS, lexicon
from vocabularies.management.commands.load_vocabularies import DATA

SLUG = "synthetic-cluster-"
SOURCE = "Synthetic load data, nothing of it is true"
# More clusters in the first ones.
COUNTRIES = [
    *("DE", "FR", "ES", "IT", "PL", "PT", "NL", "AT", "BE", "SE", "CZ", "RO", "GR", "DK", "FI", "HU", "IE"),
    *("BG", "SK", "HR", "SI", "LT", "LV", "EE", "LU", "NO", "CH", "RS", "TR", "UA"),
]
# The language a cluster writes in first; English elsewhere.
LANGUAGE_OF = {"DE": "de", "AT": "de", "CH": "de", "FR": "fr", "BE": "fr", "LU": "fr"}
LANGUAGE_OF |= {"ES": "es", "IT": "it", "PT": "pt"}
_NAMESPACE = UUID("6d3a2a54-7d0c-4a3f-9a0e-52a6f2f3c1de")
_FIRST_DAY = datetime(2015, 1, 1, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Prose:
    """What a synthetic cluster says in one language."""

    summary: str
    body: str
    keywords: list[str]


@dataclass(frozen=True)
class SyntheticCluster:
    """A made-up cluster.

    Attributes:
        key: translation key.
        facts: fields of ``clusters.models.ClusterPage``.
        texts: by language, the one it was written in first first.
    """

    number: int
    key: UUID
    country: str
    slug: str
    title: str
    published: datetime
    facts: dict[str, Any]
    texts: dict[str, Prose]

    @property
    def source_language(self) -> str:
        """The language it was written in first."""
        return next(iter(self.texts))


def synthetic_cluster(number: int, seed: int) -> SyntheticCluster:
    """The cluster with this number (from 1) of a seed."""
    chance = random.Random(f"{seed}:{number}")  # noqa: S311
    country = chance.choices(COUNTRIES, [1 / rank for rank in range(1, len(COUNTRIES) + 1)])[0]
    source = LANGUAGE_OF.get(country, "en")
    languages = [source, *(other for other in FUNCTION_WORDS if other != source and chance.random() < 0.3)]
    subject = " ".join(chance.sample(lexicon(source).content, 2)).title()
    return SyntheticCluster(
        number=number,
        key=uuid5(_NAMESPACE, f"{seed}:{number}"),
        country=country,
        slug=f"{SLUG}{number:06}",
        title=f"Synthetic cluster {number:06} {subject}",
        published=_FIRST_DAY + timedelta(days=chance.randrange(4000)),
        facts=_facts(chance, country),
        texts={language: _prose(chance, language) for language in languages},
    )


def _facts(chance: random.Random, country: str) -> dict[str, Any]:
    regions = _regions().get(country, [])
    return {
        "acronym": "".join(chance.choices("ABCDEFGHIKLMNOPRSTUVZ", k=4)),
        "city": chance.choice(lexicon(LANGUAGE_OF.get(country, "en")).words[-2000:]).title(),
        "region": [chance.choice(regions)] if regions else [],
        "latitude": round(chance.uniform(37, 65), 3),
        "longitude": round(chance.uniform(-9, 30), 3),
        "founded_year": chance.randint(1990, 2025),
        "languages": _some(chance, ["en", "de", "fr", "es", "it", "pt", "pl", "nl"], 3),
        "sectors": _some(chance, _codes("sector"), 3),
        "technologies": _some(chance, _codes("technology"), 4),
        "value_chain": _some(chance, _codes("value_chain"), 4),
        "markets": _some(chance, [*_codes("market"), *COUNTRIES], 5),
        "label": _some(chance, _codes("label"), 1) if chance.random() < 0.4 else [],
        "members": int(chance.lognormvariate(4, 0.8)),
        "data_source": SOURCE,
    }


def _prose(chance: random.Random, language: str) -> Prose:
    words = lexicon(language)
    return Prose(
        summary=words.text(chance, chance.randint(12, 24)),
        body=words.text(chance, chance.randint(30, 90)),
        keywords=chance.sample(words.content, 3),
    )


def _some(chance: random.Random, codes: list[str], most: int) -> list[str]:
    """One to ``most`` of the codes, the first ones more often, in their order."""
    weights = [1 / rank for rank in range(1, len(codes) + 1)]
    chosen = set(chance.choices(codes, weights, k=chance.randint(1, most)))
    return [code for code in codes if code in chosen]


@cache
def _codes(vocabulary: str) -> list[str]:
    return [row["code"] for row in _terms(vocabulary)]


@cache
def _regions() -> dict[str, list[str]]:
    regions: dict[str, list[str]] = {}
    for row in _terms("region"):
        regions.setdefault(row["country"], []).append(row["code"])
    return regions


def _terms(vocabulary: str) -> list[dict[str, Any]]:
    return tomllib.loads((DATA / f"{vocabulary}.toml").read_text("utf-8"))["term"]
