"""Submitting a long page for translation into five languages: in our steps, and as wagtail-localize does."""

import json
import uuid
from collections.abc import Iterator

from wagtail.models import Page
from wagtail_localize.operations import translate_object

from portal.jobs import work
from tests import builders
from tests.benchmarks.measuring import take_turns
from tests.benchmarks.rows import Options, Row, compared
from translation.submitting import submit

BLOCKS = 300
LANGUAGES = ("de", "fr", "pt", "es", "it")
# Each takes seconds.
_MOST_ROUNDS = 5


def run(options: Options) -> list[Row]:
    """Whole submissions: ours with its job and the order at the end, the other in one transaction."""
    locales = [builders.home(language).locale for language in LANGUAGES]

    def ours(page: Page) -> None:
        job = submit(page, locales)
        work.call("translation.TranslationJob", job.pk)
        _check(page)

    def theirs(page: Page) -> None:
        translate_object(page, locales)
        _check(page)

    times = take_turns(
        {"ours": ours, "theirs": theirs}, _pages(), rounds=min(options.rounds, _MOST_ROUNDS), warm=1
    )
    name = f"submitting {BLOCKS} blocks into {len(LANGUAGES)} languages, against wagtail-localize"
    return [compared(name, times["ours"], times["theirs"], 1)]


def _check(page: Page) -> None:
    found = page.get_translations().filter(alias_of=None).count()
    if found != len(LANGUAGES):
        raise RuntimeError(f"There are {found} translations instead of {len(LANGUAGES)}.")


def _pages() -> Iterator[Page]:
    """New pages whose paragraphs no other page has, without end."""
    while True:
        key = uuid.uuid4().hex
        body = [
            {"type": "text", "value": f"<p>Paragraph {n} of <b>{key}</b>.</p>", "id": str(uuid.uuid4())}
            for n in range(BLOCKS)
        ]
        yield builders.standard_page(f"Page {key}", body=json.dumps(body))
