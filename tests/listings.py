"""Reads what a listing shows."""

import re
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


def counts_and_total(html: str) -> tuple[dict[str, dict[str, int]], int]:
    """The counts of the filters, by facet and code in the order shown, and the number of hits."""
    counts: dict[str, dict[str, int]] = {}
    for facet, code, count in re.findall(
        r'<input type="checkbox" name="(\w+)" value="([^"]+)" data-count="(\d+)"', html
    ):
        counts.setdefault(facet, {})[code] = int(count)
    total = re.search(r'data-total="(\d+)"', html)
    assert total
    return counts, int(total[1])


def shown_to(client: Any, url: str, engine: str) -> tuple[dict[str, dict[str, int]], int]:
    """The ``counts_and_total`` of a public listing, which the engine has answered."""
    html = client.get(url).content.decode()
    assert f'data-engine="{engine}"' in html
    return counts_and_total(html)


def listed_titles(client: Any, url: str, **query: str) -> list[str]:
    """The titles of the pages in a listing of the admin, in order.

    Arguments:
        client: Django's test client, signed in.
        url: of the listing.
        query: its filters.
    """
    html = client.get(url, query).content.decode()
    titles = re.findall(r'id="page_\d+_title">(.*?)</span>', html, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", title).strip() for title in titles]


def count_queries(client: Any, url: str) -> int:
    """Queries that a page takes, without those by which a process looks for changed terms once a second."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
        assert answer.status_code == 200
        # A file is made while it is sent.
        b"".join(answer)
    return sum("vocabularies_term" not in query["sql"] for query in captured)
