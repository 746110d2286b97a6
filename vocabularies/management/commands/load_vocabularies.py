"""Load the portal's own vocabularies."""

import tomllib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from vocabularies.models import Term, VocabularyName

DATA = Path(__file__).resolve().parents[2] / "data"


def load_vocabularies() -> int:
    """Add the terms of ``vocabularies/data`` that are missing, and missing labels of those that exist.

    What the lead editor changed stays as it is.

    Returns:
        How many terms were added or completed.
    """
    changed = 0
    existing = {(term.vocabulary, term.code): term for term in Term.objects.all()}
    with transaction.atomic():
        for vocabulary in VocabularyName.values:
            rows = tomllib.loads((DATA / f"{vocabulary}.toml").read_text("utf-8"))["term"]
            for order, row in enumerate(rows):
                changed += _load_term(existing, vocabulary, order, row)
    return changed


def _load_term(existing: dict, vocabulary: str, order: int, row: dict[str, Any]) -> bool:
    labels = row.get("labels", {})
    if "name" in row:
        labels = {"en": row["name"]} | labels
    term = existing.get((vocabulary, row["code"]))
    if term is None:
        existing[vocabulary, row["code"]] = Term.objects.create(
            vocabulary=vocabulary,
            code=row["code"],
            parent=existing[vocabulary, row["parent"]] if row.get("parent") else None,
            country=row.get("country", ""),
            sort_order=order * 10,
            labels=labels,
            source=row.get("source", ""),
        )
        return True
    missing = {language: text for language, text in labels.items() if not term.labels.get(language)}
    if missing:
        term.labels |= missing
        term.save()
    return bool(missing)


class Command(BaseCommand):
    help = "Adds the portal's own vocabulary terms and labels that are missing. Edited labels stay."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_vocabularies()} terms added or completed.")
