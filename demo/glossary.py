"""The agreed terms of the demo, for every pair of its languages."""

from itertools import permutations

from wagtail.models import Locale

from demo.structure import LANGUAGES
from demo.texts import read
from translation.models import GlossaryTerm


def load_glossary() -> None:
    """Add the terms that a pair of languages lacks."""
    locales = {locale.language_code: locale for locale in Locale.objects.filter(language_code__in=LANGUAGES)}
    terms = []
    for row in read("glossary")["term"]:
        for source, target in permutations(locales, 2):
            kept = row.get("keep")
            terms.append(
                GlossaryTerm(
                    source_locale=locales[source],
                    target_locale=locales[target],
                    source=kept or row[source].partition(";")[0],
                    target="" if kept else row[target],
                    note=row.get("note", ""),
                    do_not_translate=bool(kept),
                    case_sensitive=row.get("case_sensitive", bool(kept)),
                )
            )
    GlossaryTerm.objects.bulk_create(terms, ignore_conflicts=True)
