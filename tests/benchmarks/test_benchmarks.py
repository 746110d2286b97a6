"""The benchmarks measure what they say: their data are real, their clocks start when a request is due."""

import http.server
import itertools
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from clusters.importing.steps import check, import_now
from clusters.models import ClusterImport, ClusterPage
from demo.synthetic.clusters import synthetic_cluster
from demo.synthetic.pages import create_pages
from search.building import build
from tests import builders
from tests.benchmarks import names
from tests.benchmarks.dataset import SEED, content_of, texts
from tests.benchmarks.importing import as_csv, bare_loop, cells_of
from tests.benchmarks.measuring import Times, at_a_fixed_rate, ratio, take_turns
from tests.benchmarks.report import as_markdown, as_table
from tests.benchmarks.rows import Row, compared

ROOT = Path(__file__).resolve().parents[2]


def test_percentiles_are_nearest_ranks():
    times = Times.of(number / 1000 for number in range(100, 0, -1))
    assert [times.percentile(share) for share in (0.5, 0.95, 0.99, 1)] == [50, 95, 99, 100]
    assert Times.of([0.003]).percentile(0.99) == 3
    with pytest.raises(ValueError, match="percentiles"):
        Times.of([])


def test_sides_take_turns_and_each_question_is_asked_once():
    asked: list[tuple[str, int]] = []
    sides = {name: lambda question, name=name: asked.append((name, question)) for name in ("ours", "peer")}
    times = take_turns(sides, itertools.count(), rounds=4, warm=2)
    assert [number for _name, number in asked] == list(range(12))
    assert [name for name, _number in asked[:4]] in (
        ["peer", "ours", "ours", "peer"],
        ["ours", "peer", "peer", "ours"],
    )
    assert {len(each.values) for each in times.values()} == {4}


def test_repeated_questions_are_the_same_for_every_side():
    asked: dict[str, list[str]] = {"ours": [], "peer": []}
    take_turns({name: asked[name].append for name in asked}, ["a", "b"], rounds=4, warm=0, fresh=False)
    assert asked == {"ours": ["a", "b", "a", "b"], "peer": ["a", "b", "a", "b"]}


@pytest.fixture
def stalling_server() -> Iterator[str]:
    """Answers one request at a time; the first takes half a second."""
    stalls = iter([0.5])

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            time.sleep(next(stalls, 0))
            self.send_response(200 if "bad" not in self.path else 503)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args):
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_whoever_waits_behind_a_stalled_request_is_counted_from_when_it_was_due(stalling_server):
    times = at_a_fixed_rate(stalling_server, itertools.repeat("/"), rate=20, seconds=0.5, workers=1)
    assert len(times.values) == 10
    # Ten requests, 50 ms apart, and all wait for the first: 500, 450, 400...
    assert times.percentile(1) >= 500
    assert times.percentile(0.5) >= 200


def test_a_bad_answer_ends_the_load(stalling_server):
    with pytest.raises(RuntimeError, match="503"):
        at_a_fixed_rate(stalling_server, itertools.repeat("/bad"), rate=20, seconds=0.2, workers=1)


def test_texts_are_never_repeated_and_always_the_same():
    some = list(itertools.islice(texts(200), 300))
    assert len(set(some)) == 300
    assert list(itertools.islice(texts(200), 300)) == some


def test_documents_are_those_that_real_pages_would_give(db):
    for language in ("en", "de", "fr", "pt", "es", "it"):
        builders.cluster_index(language)
    create_pages(6, SEED)
    for number in range(1, 7):
        key, path, content = content_of(synthetic_cluster(number, SEED))
        _kind, built = build(key)
        assert built is not None
        assert path == built["path"]
        assert {**content, "sort": None} == {**built, "sort": None}
        assert content["sort"].keys() == built["sort"].keys()


def test_importing_asks_the_database_at_most_a_tenth_more_than_a_bare_loop(db):
    for code in ("DE", "FR"):
        builders.country_page(code)
    cells = [cells_of(number) for number in range(8)]
    # What only the first page costs.
    bare_loop([cells_of(8)])

    def queries(work):
        count = itertools.count()
        with connection.execute_wrapper(lambda execute, *query: (next(count), execute(*query))[1]):
            work()
        return next(count)

    def imported():
        source = ClusterImport.objects.create(title="f.csv", file=as_csv(cells, "DE"), by_operator=True)
        check(source)
        import_now(source)

    assert queries(imported) <= 1.1 * queries(lambda: bare_loop(cells))
    assert ClusterPage.objects.live().count() == 17


def test_the_table_says_which_figures_hold():
    fast, slow = Times.of([0.010]), Times.of([0.020])
    rows = [
        compared("good", fast, slow, 1.0).as_json(),
        compared("bad", slow, fast, 1.0, "why").as_json(),
        Row("alone", fast.summary()).as_json(),
    ]
    assert ratio(fast, slow) == 0.5
    lines = as_table("Part", rows).splitlines()
    assert lines[2].split()[-3:] == ["0.50", "1.00", "yes"]
    assert lines[3].split()[-1] == "NO"
    assert lines[-1].strip() == "bad: why"
    assert "| good | 10.0 |" in as_markdown({"machine": "here", "parts": {"one": {"rows": rows}}})


@pytest.mark.slow
def test_the_parts_about_the_search_run(elasticsearch_url, tmp_path):
    file = tmp_path / "results.json"
    # The others have sizes of their own that take minutes, or need the demo.
    others = {"postgresql", "memory", "submit", "served", "weight", "lighthouse"}
    parts = [name for name in names.PARTS if name not in others]
    sizes = ["--clusters", "60", "--few", "60", "--stand-in", "60", "--rounds", "3", "--seconds", "1"]
    command = [sys.executable, "-m", "tests.benchmarks", *parts, *sizes]
    command += ["--results", str(file), "--data", str(tmp_path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    results = json.loads(file.read_text())["parts"]
    assert set(results) == set(parts)
    for part in results.values():
        assert part["rows"]
        assert all(row["ours"]["p50"] >= 0 for row in part["rows"])
