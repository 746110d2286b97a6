"""A text that finds next to nothing: typing errors are forgiven first, then words are left out.

Decided on the text alone, whatever filters are chosen. What comes of it is a search like any other, so that
hits, counts, pages and exports agree.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from search.backends.base import Answer, Backend, Probe, clamped
from search.criteria import Criteria, Relaxation
from search.lexicon import label_words
from search.typing_errors import nearest
from search.wording import Unit, units_of

# With as many hits, the words were the right ones.
ENOUGH = 3


def search_relaxed(
    backend: Backend, searches: Sequence[Criteria], *, aggregate: bool
) -> tuple[list[Criteria], list[Answer]]:
    """Search, and once more for what has less than three hits. Whatever page is asked for, there are three
    questions to the backend at most if it knows the last page of what is relaxed.

    Returns:
        What was searched for in the end (with ``relaxation`` if that is something else), and the answers.
    """
    # Nothing beyond the window can be asked for.
    final = [criteria.replace(page=clamped(criteria)) for criteria in searches]
    answers = backend.search(final, aggregate=aggregate)
    relaxed = {}
    for numbers, relaxation in _relaxations(backend, final, answers):
        for number in numbers:
            relaxed[number] = final[number].replace(page=final[number].page, relaxation=relaxation)
    if relaxed:
        again = backend.search(list(relaxed.values()), aggregate=aggregate)
        for (number, criteria), answer in zip(relaxed.items(), again, strict=True):
            if answer.text_total > answers[number].text_total:
                final[number], answers[number] = criteria, answer
            elif not answers[number].found and answer.total == answers[number].total:
                # Forgiving takes nothing away, so these are the documents that were missing.
                answers[number] = replace(answers[number], page=answer.page, found=answer.found)
    beyond = [number for number, answer in enumerate(answers) if answer.total and not answer.found]
    if beyond:
        lasts = [final[number].replace(page=answers[number].page) for number in beyond]
        for number, found in zip(beyond, backend.pages(lasts), strict=True):
            answers[number] = replace(answers[number], found=found)
    return final, answers


def _relaxations(
    backend: Backend, searches: Sequence[Criteria], answers: Sequence[Answer]
) -> Iterator[tuple[list[int], Relaxation]]:
    """Which searches to relax, and how: all kinds that are searched for one text alike."""
    scarce: dict[tuple[str, str], list[int]] = {}
    for number in _scarce(searches, answers):
        scarce.setdefault((searches[number].language, searches[number].text), []).append(number)
    asked = [number for numbers in scarce.values() for number in numbers]
    probes = (
        dict(zip(asked, backend.probe([searches[number] for number in asked]), strict=True)) if asked else {}
    )
    for numbers in scarce.values():
        # One kind may be searched several times, with other filters.
        kinds = {searches[number].kind: number for number in numbers}.values()
        found = sum(answers[number].text_total for number in kinds)
        relaxation = relaxation_of(
            searches[numbers[0]], _together([probes[number] for number in kinds]), found
        )
        if relaxation:
            yield numbers, relaxation


def _together(probes: Sequence[Probe]) -> Probe:
    """What several kinds have for one text: a word that any of them has is right."""
    best = max(probes, key=lambda probe: len(probe.kept))
    candidates: tuple[dict[str, int], ...] = tuple(
        sum(map(Counter, some), Counter()) for some in zip(*(p.candidates for p in probes), strict=True)
    )
    return Probe(
        exact=any(probe.exact for probe in probes),
        numbers=tuple(map(sum, zip(*(probe.numbers for probe in probes), strict=True))),
        candidates=candidates,
        kept=best.kept,
        words=best.words,
    )


def relaxed_criteria(backend: Backend, criteria: Criteria) -> Criteria:
    """What to search for in the end, without its hits."""
    if not criteria.text or criteria.exact:
        return criteria
    (final,), _answers = search_relaxed(backend, [criteria.replace(per_page=1)], aggregate=False)
    return criteria.replace(page=criteria.page, relaxation=final.relaxation)


def relaxation_of(criteria: Criteria, probe: Probe, found: int) -> Relaxation | None:
    """What to search for instead; None when that would be no better.

    Arguments:
        criteria: what was searched for.
        probe: what the index has for it.
        found: documents that have all of the text.
    """
    if probe.exact:
        return None
    corrected: list[tuple[str, str]] = []
    dropped: list[str] = []
    shown: list[str] = []
    for number, unit in enumerate(units_of(criteria)):
        instead = _meant(unit, probe, number, criteria.language)
        if not found and number not in probe.kept:
            dropped.append(unit.typed)
        elif instead:
            corrected.append((unit.typed, instead))
            shown.append(instead)
        else:
            shown.append(unit.typed)
    if not shown or not (corrected or dropped):
        return None
    return Relaxation(" ".join(shown), tuple(corrected), tuple(dropped))


def _meant(unit: Unit, probe: Probe, number: int, language: str) -> str:
    """The word that is meant by a word that hardly any document has; "" when it is right as it is."""
    if len(unit.words) > 1 or probe.numbers[number] >= ENOUGH:
        return ""
    least = ENOUGH if probe.numbers[number] else 1
    candidates = {word: freq for word, freq in probe.candidates[number].items() if freq >= least}
    # With several words, those that one document has together.
    if len(probe.numbers) > 1 and not probe.numbers[number]:
        together = {word: candidates.get(word, 1) for word in probe.words}
        candidates = {word: n for word, n in candidates.items() if word in probe.words} or together
    known = probe.numbers[number] > 0
    return nearest(unit.words[0], candidates, label_words(language), is_known=known)


def _scarce(searches: Sequence[Criteria], answers: Sequence[Answer]) -> list[int]:
    """Which searches have words that find next to nothing, in all kinds that are searched for them."""
    totals: dict[tuple[str, str], dict[str, int]] = {}
    for criteria, answer in zip(searches, answers, strict=True):
        totals.setdefault((criteria.language, criteria.text), {})[criteria.kind] = answer.text_total
    return [
        number
        for number, criteria in enumerate(searches)
        if criteria.text
        and not criteria.exact
        and units_of(criteria)
        and sum(totals[criteria.language, criteria.text].values()) < ENOUGH
    ]
