"""The judged queries, and what the search is worth by them."""

import json
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from search.criteria import Criteria
from search.results import Results
from search.service import search
from tests.relevance.ndcg import ndcg

FOLDER = Path(__file__).parent
RECORDED = FOLDER / "recorded.json"
LANGUAGES = ("en", "de", "fr", "pt", "es", "it")
ZERO_HIT = "zero-hit"
GRADES = (3, 2, 1)
DEPTH = 10


@dataclass(frozen=True)
class Query:
    """A query and its judgements.

    Arguments:
        language: of the visitor.
        text: what is typed.
        kind: what it is difficult for.
        grades: grade by slug; empty when nothing fits.
    """

    language: str
    text: str
    kind: str
    grades: Mapping[str, int]


@dataclass(frozen=True)
class Scored:
    """A query with the slugs that it found and its score from 0 to 1."""

    query: Query
    found: Sequence[str]
    score: float


def judged_queries() -> list[Query]:
    """All queries of ``judgements.toml``."""
    rows = tomllib.loads((FOLDER / "judgements.toml").read_text("utf-8"))["query"]
    return [
        Query(
            language=row["language"],
            text=row["text"],
            kind=row["kind"],
            grades={slug: grade for grade in GRADES for slug in row.get(str(grade), [])},
        )
        for row in rows
    ]


def score(query: Query, results: Results) -> Scored:
    """nDCG@10 of the results.

    Where nothing fits: 1 unless something is shown as if it fitted. What is shown with the notice that the
    text was changed claims nothing.
    """
    found = [hit.slug for hit in results.hits[:DEPTH]]
    if query.kind == ZERO_HIT:
        return Scored(query, found, float(not found or results.relaxed is not None))
    return Scored(query, found, ndcg(found, query.grades, DEPTH))


def ask_all() -> list[Scored]:
    """Every judged query, answered by the portal as it is configured now."""
    return [
        score(query, search(Criteria(kind="cluster", language=query.language, text=query.text), False))
        for query in judged_queries()
    ]


def averages(scored: Sequence[Scored]) -> dict[str, float]:
    """The mean score: "all", by language, and by kind of query."""
    groups: dict[str, list[float]] = defaultdict(list)
    for each in scored:
        for name in ("all", each.query.language, each.query.kind):
            groups[name].append(each.score)
    order = ["all", *LANGUAGES, *sorted(groups.keys() - {"all", *LANGUAGES})]
    return {name: round(fmean(groups[name]), 3) for name in order}


def table(engine: str, scored: Sequence[Scored]) -> str:
    """The averages beside the recorded ones, and every query that is not perfect with what it found first."""
    recorded = recorded_averages().get(engine, {})
    lines = [f"nDCG@{DEPTH} on {engine}, now and recorded"]
    lines += [
        f"  {name:18} {mean:.3f}  {recorded.get(name, 0):.3f}" for name, mean in averages(scored).items()
    ]
    lines += [
        f"  {each.score:.2f}  {each.query.language}  {each.query.text:30} {each.query.kind:16} "
        + " ".join(f"{slug}({each.query.grades.get(slug, 0)})" for slug in each.found)
        for each in sorted(scored, key=lambda each: each.score)
        if each.score < 1
    ]
    return "\n".join(lines)


def recorded_averages() -> dict[str, dict[str, float]]:
    """The averages by engine (elasticsearch, sqlite, postgresql) that the search must keep."""
    return json.loads(RECORDED.read_text("utf-8"))


def record(engine: str, scored: Sequence[Scored]) -> None:
    """Make these averages the ones to keep."""
    everything = recorded_averages() | {engine: averages(scored)}
    RECORDED.write_text(json.dumps(everything, indent=2) + "\n", "utf-8")
