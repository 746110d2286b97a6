"""``manage.py load_synonyms``"""

import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from search.models import Synonyms

DATA = Path(__file__).resolve().parents[2] / "data" / "synonyms.toml"


@transaction.atomic
def load_synonyms() -> int:
    """Add the portal's own synonyms for each language that has none, and those for every language likewise.

    What an editor changed or deleted stays so.

    Returns:
        How many groups were added.
    """
    prepared = tomllib.loads(DATA.read_text("utf-8"))
    known = set(Synonyms.objects.values_list("language", flat=True).distinct())
    added = 0
    for language in ["", *(code for code, _name in settings.LANGUAGES)]:
        if language in known:
            continue
        for phrases in prepared.get(language or "every", {}).get("groups", []):
            group = Synonyms(language=language, phrases="\n".join(phrases))
            group.full_clean()
            group.save()
            added += 1
    return added


class Command(BaseCommand):
    """The portal's own synonyms, where there are none."""

    help = "Adds the portal's own synonyms to a language that has none. Edited synonyms stay as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_synonyms()} groups of synonyms added.")
