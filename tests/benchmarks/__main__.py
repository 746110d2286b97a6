"""The benchmarks: ``python -m tests.benchmarks [PART ...]``, see docs/benchmarks.md.

Data sets stay in var/bench, so a second run is faster. What is finished is in bench/results.json at once:
after an interruption ``--resume`` runs the rest.
"""

import argparse
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.benchmarks.names import PARTS
from tests.benchmarks.report import as_markdown, as_table
from tests.benchmarks.rows import Options
from tests.prepared import copy_database, migrated
from tests.servers import elasticsearch, postgresql
from tests.servers.processes import ServerUnavailable

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Run the parts. Returns the exit code: 1 when a part could not be run, whatever the figures are."""
    chosen = _arguments(arguments)
    # Whatever ends it, databases and indices are removed.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    if chosen.markdown:
        print(as_markdown(_read(chosen.results)))
        return 0
    options = Options(
        clusters=chosen.clusters,
        few_clusters=chosen.few,
        stand_in_clusters=chosen.stand_in,
        rounds=chosen.rounds,
        seconds=chosen.seconds,
    )
    if chosen.fresh:
        shutil.rmtree(chosen.data, ignore_errors=True)
    chosen.data.mkdir(parents=True, exist_ok=True)
    results = _read(chosen.results) if chosen.resume or chosen.parts else {}
    results["machine"] = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    results.setdefault("parts", {})
    done = {name for name, part in results["parts"].items() if part["options"] == asdict(options)}
    todo = [name for name in chosen.parts or PARTS if not (chosen.resume and name in done)]
    try:
        url = elasticsearch.acquire()
    except ServerUnavailable as problem:
        print(problem, file=sys.stderr)
        return 1
    failed = []
    try:
        for number, name in enumerate(todo, 1):
            print(f"[{number}/{len(todo)}] {name}", file=sys.stderr)
            begun = time.monotonic()
            part = _run_part(name, options, url, chosen.data)
            if part is None:
                failed.append(name)
                continue
            results["parts"][name] = part | {"options": asdict(options)}
            _write(results, chosen.results)
            print(as_table(name, part["rows"]), f"   ({time.monotonic() - begun:.0f} s)\n", sep="\n")
    except KeyboardInterrupt:
        print("Interrupted. --resume runs what is left.", file=sys.stderr)
        return 130
    finally:
        for size in {0, options.clusters, options.few_clusters, options.stand_in_clusters}:
            elasticsearch.delete_indices(url, f"{_prefix(size)}-")
        elasticsearch.release()
    print(f"Written to {chosen.results}.")
    if failed:
        print(f"Not run to the end: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def _arguments(arguments: list[str]) -> Any:
    default = Options()
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"only these: {', '.join(PARTS)}")
    parser.add_argument("--clusters", type=int, default=default.clusters, help="in the large data set")
    parser.add_argument("--few", type=int, default=default.few_clusters, help="in the small one")
    parser.add_argument("--stand-in", type=int, default=default.stand_in_clusters, help="for the databases")
    parser.add_argument("--rounds", type=int, default=default.rounds, help="questions a side")
    parser.add_argument("--seconds", type=float, default=default.seconds, help="of load at a fixed rate")
    parser.add_argument("--resume", action="store_true", help="keep what was finished with the same sizes")
    parser.add_argument("--fresh", action="store_true", help="make the data sets anew")
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "bench", help="folder for data sets")
    parser.add_argument("--results", type=Path, default=ROOT / "bench" / "results.json", help="file to write")
    parser.add_argument("--markdown", action="store_true", help="only print the last results as Markdown")
    chosen = parser.parse_args(arguments)
    unknown = set(chosen.parts) - set(PARTS)
    if unknown:
        parser.error(f"There is no part {', '.join(sorted(unknown))}. There are: {', '.join(PARTS)}.")
    return chosen


def _run_part(name: str, options: Options, url: str, data: Path) -> dict[str, Any] | None:
    """What the part reports; None when its process failed (it has said why)."""
    size = {
        "rebuild": options.few_clusters,
        "sqlite": options.stand_in_clusters,
        "postgresql": options.stand_in_clusters,
    }.get(name, options.clusters)
    if name == "import":
        # It makes pages, which must be in no data set.
        with tempfile.TemporaryDirectory() as folder:
            return _child(name, options, url, 0, _sqlite(Path(folder), 0))
    few = options.few_clusters
    if name == "growth" and not _child(f"prepare:{few}", options, url, few, _sqlite(data, few)):
        return None
    if name != "postgresql":
        return _child(name, options, url, size, _sqlite(data, size))
    try:
        server = urlsplit(postgresql.acquire())
    except ServerUnavailable as problem:
        print(problem, file=sys.stderr)
        return None
    database = f"portal_bench_{size}"
    drop = f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)'
    maintenance = server._replace(path="/postgres").geturl()
    try:
        _sql(maintenance, drop, f'CREATE DATABASE "{database}"')
        return _child(name, options, url, size, server._replace(path=f"/{database}").geturl())
    finally:
        _sql(maintenance, drop)
        postgresql.release()


def _sql(url: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def _child(part: str, options: Options, url: str, size: int, database: str) -> dict[str, Any] | None:
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "DATABASE_URL": database,
        "ELASTICSEARCH_URL": url,
        "ELASTICSEARCH_PREFIX": _prefix(size),
    }
    with tempfile.NamedTemporaryFile("r") as result:
        command = [
            sys.executable,
            "-m",
            "tests.benchmarks.run",
            part,
            json.dumps(asdict(options)),
            result.name,
        ]
        process = subprocess.Popen(command, cwd=ROOT, env=env)
        try:
            if process.wait():
                return None
        except KeyboardInterrupt:
            # Not killed: it has processes of its own to end.
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)
            raise
        answer: dict[str, Any] = json.load(result)
        return answer


def _sqlite(data: Path, size: int) -> str:
    file = data.resolve() / f"clusters-{size}.sqlite3"
    if not file.exists():
        copy_database(migrated(), file)
    return f"sqlite:///{file}"


def _prefix(size: int) -> str:
    return f"portal-bench-{size}"


def _read(file: Path) -> dict[str, Any]:
    results: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
    return results


def _write(results: dict[str, Any], file: Path) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
