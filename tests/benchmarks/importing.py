"""Importing a file of clusters, beside a bare loop that saves and publishes the same pages."""

import csv
import io
import resource
import sys
import time
from typing import Any

from django.db import transaction
from django.test import RequestFactory

from clusters.duplicates import duplicates
from clusters.importing.checking import check_rows
from clusters.importing.steps import WRITTEN_AT_ONCE, check, write_steps
from clusters.importing.stored import Countries, Part
from clusters.models import ClusterImport, ClusterPage
from portal.progress import ProgressBar
from tests import builders
from tests.benchmarks.measuring import Times
from tests.benchmarks.rows import Options, Row, compared
from tests.benchmarks.run import Out

# Times of the bare loop.
MOST = 1.3
ROWS_A_PAGE = 50
_NAMES = [
    "Aerospace",
    "Automotive",
    "Bio",
    "Chemical",
    "Digital",
    "Energy",
    "Food",
    "Health",
    "Maritime",
    "Photonics",
    "Textile",
    "Wood",
]
_TOWNS = [
    "Aalen",
    "Bonn",
    "Celle",
    "Dresden",
    "Erfurt",
    "Fulda",
    "Gera",
    "Halle",
    "Ilmenau",
    "Jena",
    "Kassel",
    "Lindau",
]


def run(options: Options) -> list[Row]:
    """One file, written step by step as the worker does; after each step the loop makes as many pages."""
    count = options.stand_in_clusters
    for code in ("DE", "FR"):
        builders.country_page(code)
    cells = [cells_of(number) for number in range(count)]
    began = time.perf_counter()
    source = ClusterImport.objects.create(title="bench.csv", file=as_csv(cells, "DE"), by_operator=True)
    check(source)
    checking = (time.perf_counter() - began) / count
    if source.problems:
        raise RuntimeError(source.problems[0])
    imported, bare, memory = [], [], []
    with ProgressBar("pages", 2 * count, Out) as bar:
        for step, at in zip(write_steps(source), range(0, count, WRITTEN_AT_ONCE), strict=True):
            some = cells[at : at + WRITTEN_AT_ONCE]
            began = time.perf_counter()
            with transaction.atomic():
                list(source.do_step(step))
            imported.append((time.perf_counter() - began) / len(some) + checking)
            began = time.perf_counter()
            bare_loop(some)
            bare.append((time.perf_counter() - began) / len(some))
            memory.append(_megabytes())
            bar.advance(2 * len(some))
    pages = ClusterPage.objects.live().count()
    if pages != 2 * count:
        raise RuntimeError(f"There are {pages} pages instead of {2 * count}.")
    note = f"a page, its share of the check included; memory {memory[len(memory) // 10]} MB after a tenth, "
    note += f"{memory[-1]} MB at the end"
    return [
        compared(
            f"importing {count:,} rows, against a bare loop", Times.of(imported), Times.of(bare), MOST, note
        ),
        _preview(2 * count),
        _similar(2 * count),
    ]


def _preview(count: int) -> Row:
    """Checking a file with as many rows as there are clusters, half of them changed."""
    cells = [cells_of(number) | {"members": str(number % 2 * 7 + number)} for number in range(count // 2)]
    data = as_csv([*cells, *(cells_of(number, "new") for number in range(count // 2))], "DE")
    before, began = _megabytes(), time.perf_counter()
    source = ClusterImport.objects.create(title="bench.csv", file=data, by_operator=True)
    check(source)
    taken = time.perf_counter() - began
    if source.problems:
        raise RuntimeError(source.problems[0])
    note = f"the whole file; memory {before} MB before, {_megabytes()} MB after"
    return Row(f"checking a file of {count:,} rows", Times.of([taken]).summary(), note=note)


def _similar(count: int) -> Row:
    """A page of the preview with the profiles that each of its rows may repeat."""
    request = RequestFactory().get("/")
    request.user = builders.admin()
    rows = [(number, cells_of(number, "new") | {"country_iso2": "DE"}) for number in range(ROWS_A_PAGE)]
    taken = []
    for _round in range(10):
        changes = check_rows(rows, Part(None, everything=True), Countries()).changes
        began = time.perf_counter()
        found = duplicates(request, {change.number: change.asked() for change in changes})
        taken.append(time.perf_counter() - began)
    if len(found) != ROWS_A_PAGE:
        raise RuntimeError(f"{len(found)} of {ROWS_A_PAGE} rows have similar profiles.")
    return Row(f"similar profiles for {ROWS_A_PAGE} rows among {count:,}", Times.of(taken).summary())


def cells_of(number: int, prefix: str = "bench") -> dict[str, str]:
    """The row of a cluster, without its country."""
    name = _NAMES[number % len(_NAMES)]
    town = _TOWNS[number // len(_NAMES) % len(_TOWNS)]
    return {
        "slug": f"{prefix}-{number}",
        "name": f"{name} Cluster {town} {number}",
        "city": town,
        "lat": "51.5",
        "lon": "10.25",
        "founded_year": "2005",
        "website_domain": f"{name.lower()}-{number}.example",
        "primary_ecosystem": "digital",
        "other_ecosystems": "health;electronics",
        "description_en": f"A network of companies in {town}, number {number}.",
        "members": str(number),
    }


def as_csv(rows: list[dict[str, str]], country: str) -> bytes:
    """A file of clusters of a country."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [*rows[0], "country_iso2"])
    writer.writeheader()
    writer.writerows(cells | {"country_iso2": country} for cells in rows)
    return out.getvalue().encode()


def bare_loop(rows: list[dict[str, str]]) -> None:
    """Save and publish the same pages in another country."""
    with transaction.atomic():
        parent = builders.country_page("FR")
        for cells in rows:
            page: Any = ClusterPage(
                title=cells["name"],
                slug=f"bare-{cells['slug']}",
                city=cells["city"],
                latitude=float(cells["lat"]),
                longitude=float(cells["lon"]),
                founded_year=int(cells["founded_year"]),
                website=f"https://{cells['website_domain']}/",
                sectors=[cells["primary_ecosystem"], *cells["other_ecosystems"].split(";")],
                summary=cells["description_en"],
                members=int(cells["members"]),
                locale=parent.locale,
                live=False,
            )
            parent.add_child(instance=page)
            page.save_revision().publish()


def _megabytes() -> int:
    """Highest memory of the process so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 * 1024 if sys.platform == "darwin" else 1024)
