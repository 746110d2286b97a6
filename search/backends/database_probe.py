"""The look at the database's words that a search without hits is worth: which are meant, which can go."""

import json
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search import word_table
from search.backends.base import Probe
from search.backends.plan import Plan
from search.backends.sql import Sql, joined, rows
from search.criteria import Criteria
from search.folding import folded_words
from search.typing_errors import PREFIX, SHORT_WORD, errors_allowed
from search.wording import Unit, units_of

_CANDIDATES = 5


def probe(criteria: Criteria) -> Probe:
    """See ``Backend.probe``."""
    units = units_of(criteria)
    if not units:
        return Probe(False, (), (), frozenset(), frozenset())
    candidates = _candidates(units)
    exact = False
    numbers: dict[str, int] = {}
    kept: set[int] = set()
    words: frozenset[str] = frozenset()
    for kind, name, number, document in rows(_statement(criteria, units, candidates)):
        if kind == "exact":
            exact = bool(number)
        elif kind == "number":
            numbers[name] = number
        elif document is None:
            kept.add(number)
        else:
            words = frozenset(folded_words(" ".join(json.loads(document)["folded"].values())))
    return Probe(
        exact=exact,
        numbers=tuple(numbers.get(str(number), 0) for number in range(len(units))),
        candidates=tuple(
            {word: numbers.get(f"{number}={word}", 0) for word in some}
            for number, some in enumerate(candidates)
        ),
        kept=frozenset(kept),
        words=words,
    )


def _candidates(units: Sequence[Unit]) -> list[list[str]]:
    """The nearest known words of each unit."""
    long = {unit.words[0] for unit in units if len(unit.words) == 1 and len(unit.words[0]) >= SHORT_WORD}
    known = word_table.words_like({word[:PREFIX] for word in long}) if long else []
    return [_nearest(unit.words[0], known) if unit.words[0] in long else [] for unit in units]


def _nearest(word: str, known: Sequence[str]) -> list[str]:
    found = process.extract(
        word, known, scorer=OSA.distance, score_cutoff=errors_allowed(word), limit=_CANDIDATES + 1
    )
    return [other for other, _distance, _index in found if other != word][:_CANDIDATES]


def _statement(criteria: Criteria, units: Sequence[Unit], candidates: Sequence[Sequence[str]]) -> Sql:
    """Rows (what, name, number, document): all numbers, and the document that has most units."""
    plan = Plan(criteria)
    numbered = {str(number): unit for number, unit in enumerate(units)}
    for number, some in enumerate(candidates):
        numbered |= {f"{number}={word}": Unit(word, (word,)) for word in some}
    parts = [
        Sql("SELECT 'number', %s, COUNT(*), NULL FROM (", [name]) + plan.having(unit) + Sql(") n")
        for name, unit in numbered.items()
    ]
    has = [
        plan.having(replace(unit, equivalents=(*unit.equivalents, *((word,) for word in some))), number)
        for number, (unit, some) in enumerate(zip(units, candidates, strict=True))
    ]
    # Rare words say more than frequent ones about which document comes nearest.
    best = (
        "sizes AS (SELECT unit, 1.0 / COUNT(*) AS weight FROM having_unit GROUP BY unit),"
        " best AS (SELECT h.id AS id FROM having_unit h JOIN sizes ON sizes.unit = h.unit"
        " GROUP BY h.id ORDER BY COUNT(*) DESC, SUM(weight) DESC, h.id LIMIT 1)"
    )
    rest = (
        "SELECT 'exact' AS what, '' AS name, COUNT(*) AS number, NULL AS document"
        " FROM search_searchdocument d WHERE d.public AND"
    )
    return (
        Sql("WITH having_unit AS (")
        + joined(has, " UNION ALL ")
        + Sql(f"), {best} {rest}")
        + plan.exact_name()
        + Sql("UNION ALL")
        + joined(parts, " UNION ALL ")
        + Sql(
            "UNION ALL SELECT 'kept', '', h.unit, NULL FROM having_unit h JOIN best ON best.id = h.id"
            " UNION ALL SELECT 'best', '', 0, CAST(s.document AS text)"
            " FROM best JOIN search_searchdocument s ON s.id = best.id"
        )
    )
