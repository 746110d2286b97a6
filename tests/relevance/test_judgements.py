"""The judgements themselves: enough of them, of every kind, about clusters that exist."""

import csv
import tomllib
from collections import Counter

from demo.texts import DATA
from tests.relevance.judged import FOLDER, LANGUAGES, ZERO_HIT, judged_queries, recorded_averages

DOCUMENT = FOLDER.parents[1] / "docs" / "search.md"

KINDS = {
    "accent",
    "acronym",
    "compound",
    "cross-language",
    "multi-word",
    "name",
    "sector and place",
    "subject",
    "town",
    "typo",
    ZERO_HIT,
}


def test_there_are_enough_queries_in_every_language_and_of_every_kind(settings):
    queries = judged_queries()
    languages = Counter(query.language for query in queries)
    assert set(languages) == {language for language, _name in settings.LANGUAGES}
    assert min(languages.values()) >= 10
    assert {query.kind for query in queries} == KINDS
    for kind in ("typo", "cross-language", ZERO_HIT):
        assert {query.language for query in queries if query.kind == kind} == set(languages)
    assert len({(query.language, query.text) for query in queries}) == len(queries)


def test_every_judged_cluster_exists_and_only_zero_hit_queries_have_none():
    with (DATA / "clusters.csv").open(encoding="utf-8-sig", newline="") as file:
        slugs = {row["slug"] for row in csv.DictReader(file)}
    slugs |= {
        row["slug"] for row in tomllib.loads((DATA / "example_clusters.toml").read_text("utf-8"))["cluster"]
    }
    for query in judged_queries():
        assert set(query.grades) <= slugs, query.text
        assert bool(query.grades) == (query.kind != ZERO_HIT), query.text


def test_the_figures_in_the_documents_are_the_recorded_ones():
    rows = [line.split("|") for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("| ")]
    documented = {row[1].strip().lower(): [cell.strip() for cell in row[2:-1]] for row in rows}
    for engine in ("elasticsearch", "sqlite", "postgresql"):
        recorded = recorded_averages()[engine]
        assert documented[engine] == [f"{recorded[name]:.3f}" for name in ("all", *LANGUAGES)]
