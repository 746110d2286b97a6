"""The data of a run: synthetic clusters of ``demo.synthetic`` as documents, and the pages that show them."""

import json
import random
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from demo.synthetic.clusters import SyntheticCluster, synthetic_cluster

SEED = 1
# The database backend is not asked over more: they need no words and sort keys there.
MOST_WITH_WORDS = 20_000
_BATCH = 500
_PROCESSES = 2
Content = tuple[str, str, dict[str, Any]]


def prepare(count: int, progress: Any = None) -> None:
    """Fill the database with the documents of so many clusters, and Elasticsearch from it, once.

    Arguments:
        count: number of clusters.
        progress: called with the number of documents done since the last call.
    """
    from search.backends.elasticsearch import is_configured
    from search.backends.index import is_current
    from search.kinds import get_kind
    from search.models import SearchDocument
    from search.rebuilding import rebuild_indices
    from vocabularies.management.commands.load_vocabularies import load_vocabularies

    call_command("migrate", verbosity=0)
    load_vocabularies()
    make_pages()
    stored = SearchDocument.objects.filter(kind="cluster").order_by("pk")
    first, done = stored.first(), stored.count()
    if first and first.document != content_of(synthetic_cluster(1, SEED))[2]:
        raise SystemExit("The data set is of an earlier version of the portal: --fresh makes it anew.")
    connection.close()
    for contents in _contents(done + 1, count):
        store(contents, words=count <= MOST_WITH_WORDS)
        if progress:
            progress(len(contents))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    if is_configured() and not is_current(get_kind("cluster")):
        rebuild_indices()
        wait_for_merge()


def wait_for_merge() -> None:
    """Wait for what goes on behind a rebuild: it is charged to nothing that is measured afterwards."""
    from search.backends.delivery import patient_client
    from search.backends.elasticsearch import alias_of

    elastic = patient_client().options(request_timeout=600)
    elastic.indices.forcemerge(index=alias_of("cluster"), max_num_segments=1)


def make_pages() -> None:
    """The pages around a search, and a page of text to compare with."""
    from demo.bodies import body_in
    from demo.texts import read
    from tests import builders

    for language, _name in settings.LANGUAGES:
        builders.locale(language)
    menu: dict[str, Any] = {"show_in_menus": True}
    builders.cluster_index(**menu)
    builders.news_index(**menu)
    builders.event_index(**menu)
    builders.partners_index(**menu)
    if not builders.home().get_children().filter(slug="about-us").exists():
        text = read("standard_pages")["page"][0]["body"]
        # Calls to action lead to pages of the demo.
        text = [block for block in text if block["type"] != "call_to_action"]
        builders.standard_page("About us", body=body_in(text, "en", "about-us"), **menu)


def store(contents: list[Content], *, words: bool) -> None:
    """Write complete documents as ``search.building.store`` does, many at a time."""
    from search import word_table
    from search.models import LONGEST_CODE, WHOLE_NAME, FacetEntry, SearchDocument, SortKey

    now = timezone.now()
    with transaction.atomic():
        rows = SearchDocument.objects.bulk_create(
            SearchDocument(
                key=key,
                kind="cluster",
                public=True,
                path=path,
                document=content,
                built_version=1,
                built_at=now,
            )
            for key, path, content in contents
        )
        entries, keys = [], []
        for row in rows:
            codes = row.content["facets"] | {
                WHOLE_NAME: [name[:LONGEST_CODE] for name in row.content["exact"]]
            }
            entries += [
                FacetEntry(document=row, kind="cluster", facet=facet, code=code)
                for facet, values in codes.items()
                for code in dict.fromkeys(values)
            ]
            keys += [
                SortKey(document=row, name=name, **{"number" if isinstance(value, int) else "text": value})
                for name, value in row.content["sort"].items()
                if value is not None
            ]
        FacetEntry.objects.bulk_create(entries)
        if words:
            SortKey.objects.bulk_create(keys)
            for row in rows:
                word_table.insert(row.pk, row.content["folded"])


def texts(count: int, language: str = "en", seed: int = 7) -> Iterator[str]:
    """Texts to search for, no two alike: two words from one document that is written in the language.

    Endless, so each of some measurements can go on where the last one ended.
    """
    from demo.synthetic.lexicon import FUNCTION_WORDS

    chance = random.Random(seed)
    common = set(FUNCTION_WORDS[language].split())
    used: set[str] = set()
    while True:
        made = synthetic_cluster(chance.randint(1, count), SEED)
        if language not in made.texts:
            continue
        prose = made.texts[language]
        words = {word.strip(".").lower() for word in f"{prose.summary} {prose.body}".split()} - common
        text = " ".join(chance.sample(sorted(words), 2))
        if text not in used:
            used.add(text)
            yield text


def document_of(made: SyntheticCluster) -> Any:
    """The search document of a synthetic cluster: what ``clusters.search.build`` makes of its pages."""
    from django.utils.text import slugify

    from search.documents import Document, Texts
    from vocabularies.registry import get_vocabulary

    facts = made.facts
    country = slugify(get_vocabulary("country").label(made.country, settings.LANGUAGE_CODE))
    return Document(
        slug=made.slug,
        path=f"clusters/{country}/{made.slug}/",
        source_language=made.source_language,
        facets={
            "sector": facts["sectors"],
            "country": [made.country],
            "region": facts["region"],
            "value_chain": facts["value_chain"],
            "market": facts["markets"],
            "technology": facts["technologies"],
            "label": facts["label"],
            "language": facts["languages"],
            "partner": [],
        },
        texts={
            language: Texts(
                title=made.title,
                summary=prose.summary[:400],
                body=" ".join([*prose.keywords, prose.body]),
            )
            for language, prose in made.texts.items()
        },
        names=[name for name in [made.title, facts["acronym"], facts["city"]] if name],
        sort={"newest": made.published.isoformat(), "members": facts["members"]},
        data={
            "native_name": "",
            "acronym": facts["acronym"],
            "city": facts["city"],
            "lat": facts["latitude"],
            "lon": facts["longitude"],
            "website": "",
            "founded_year": facts["founded_year"],
            "legal_form": [],
            "members": facts["members"],
            "member_counts": {},
            "label_issuer": "",
            "label_awarded": None,
            "label_expires": None,
            "label_reported_year": None,
            "offers": [],
            "needs": [],
            "contacts": [],
            "last_confirmed": None,
            "data_source": facts["data_source"],
            "data_source_url": "",
        },
    )


def content_of(made: SyntheticCluster) -> Content:
    """Key, path and complete document of a synthetic cluster."""
    from search.documents import complete
    from search.kinds import get_kind

    document = document_of(made)
    content = complete(get_kind("cluster"), document)
    content["data"]["updated"] = made.published.isoformat()
    return str(made.key), document.path, json.loads(json.dumps(content))


def _contents(first: int, last: int) -> Iterator[list[Content]]:
    starts = deque(range(first, last + 1, _BATCH))
    with ProcessPoolExecutor(_PROCESSES, initializer=django.setup) as pool:
        under_way: deque[Future[list[Content]]] = deque()
        while starts or under_way:
            # No more than is written at once: documents of 100,000 clusters are a gigabyte.
            while starts and len(under_way) < 2 * _PROCESSES:
                start = starts.popleft()
                under_way.append(pool.submit(_batch, start, min(start + _BATCH, last + 1)))
            yield under_way.popleft().result()


def _batch(start: int, end: int) -> list[Content]:
    return [content_of(synthetic_cluster(number, SEED)) for number in range(start, end)]
