"""The demo's data files."""

import tomllib
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"


def read(name: str) -> dict[str, Any]:
    """The content of ``demo/data/<name>.toml``."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


def in_language(value: Any, language: str) -> Any:
    """The text of one language of a table keyed by language; any other value as it is.

    Raises KeyError where the language is missing: a page is published only in languages it is complete in.
    """
    if isinstance(value, dict):
        return value[language]
    return value if value is not None else ""
