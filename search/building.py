"""Makes the document of a piece of content again, from its public pages."""

import json
import logging
from collections.abc import Collection, Iterable
from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from wagtail.models import Page

from portal.counterparts import published_untranslated
from portal.privacy import open_pages
from search import word_table
from search.documents import complete
from search.kinds import SearchKind, kind_of
from search.models import LONGEST_CODE, WHOLE_NAME, FacetEntry, SearchDocument, SortKey

logger = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(hours=1)


def public_pages(key: UUID) -> dict[str, Page]:
    """The pages that everybody may read, by language, the one that was written first first.

    Drafts, aliases and pages with a view restriction, their own or of a page above, are no public pages.
    """
    languages = [code for code, _name in settings.LANGUAGES]
    pages = (
        open_pages(
            Page.objects.filter(translation_key=key, alias_of=None, locale__language_code__in=languages)
        )
        .live()
        .annotate(untranslated=published_untranslated())
        # A translation is always made after its source.
        .order_by("pk")
        .specific()
    )
    return {page.locale.language_code: page for page in pages}


def build(key: UUID) -> tuple[SearchKind | None, dict[str, Any] | None]:
    """The kind and the complete document of the content, without storing it.

    Returns (None, None) when nothing of it is public, (kind, None) when its app makes no document of it.
    """
    pages = public_pages(key)
    if not pages:
        return None, None
    source = next(iter(pages.values()))
    kind = kind_of(type(source))
    document = kind.build(source, pages) if kind else None
    if kind is None or document is None:
        return kind, None
    content = complete(kind, document)
    untranslated = {code: sorted(page.untranslated) for code, page in pages.items() if page.untranslated}
    if untranslated:
        content["data"]["untranslated"] = untranslated
    content["data"]["updated"] = _updated(pages.values())
    # What is not JSON must fail here, not in one of the backends.
    return kind, json.loads(json.dumps(content))


def _updated(pages: Iterable[Page]) -> str | None:
    """When one of the languages was last published, in UTC."""
    moments = [moment for page in pages if (moment := page.last_published_at or page.first_published_at)]
    return max(moments).astimezone(UTC).isoformat() if moments else None


def build_stale_keys(keys: Collection[UUID]) -> int:
    """Build and store the documents of these keys that are stale. Returns how many were.

    A document that cannot be built is logged and tried again later; it does not stop the others.
    """
    stale = SearchDocument.objects.filter(key__in=keys, built_version__lt=F("version"))
    done = 0
    for row in list(stale.only("id", "key", "kind", "version")):
        done += build_row(row)
    return done


def build_row(row: SearchDocument) -> bool:
    """Build and store the document of a row, as of ``row.version``. Returns False when that failed."""
    try:
        kind, content = build(row.key)
        store(row, kind.name if kind else row.kind, content)
    except Exception:
        logger.exception("The search document of the %s %s could not be built.", row.kind, row.key)
        note_failure(row)
        return False
    return True


def note_failure(row: SearchDocument) -> None:
    """Try the row again later: after 1, 2, 4… seconds, an hour at most."""
    failures = SearchDocument.objects.filter(pk=row.pk).values_list("failures", flat=True).first() or 0
    pause = min(timedelta(seconds=2 ** min(failures, 20)), LONGEST_PAUSE)
    SearchDocument.objects.filter(pk=row.pk).update(
        failures=F("failures") + 1, next_attempt=timezone.now() + pause
    )


def store(row: SearchDocument, kind: str, content: dict[str, Any] | None) -> bool:
    """Store a complete document (None removes it) with facets, sort keys and words, as of ``row.version``.

    Returns False, and stores nothing, when the content changed since: whoever changed it builds it again.
    """
    with transaction.atomic():
        stored = SearchDocument.objects.filter(
            pk=row.pk, version=row.version, built_version__lt=row.version
        ).update(
            kind=kind,
            public=content is not None,
            path=content["path"] if content else "",
            document=content,
            built_version=row.version,
            built_at=Now(),
            failures=0,
            next_attempt=None,
        )
        if stored:
            _store_entries(row.pk, kind, content)
    return bool(stored)


def _store_entries(pk: int, kind: str, content: dict[str, Any] | None) -> None:
    FacetEntry.objects.filter(document=pk).delete()
    SortKey.objects.filter(document=pk).delete()
    word_table.remove(pk)
    if content is None:
        return
    codes = content["facets"] | {WHOLE_NAME: [name[:LONGEST_CODE] for name in content["exact"]]}
    FacetEntry.objects.bulk_create(
        FacetEntry(document_id=pk, kind=kind, facet=facet, code=code)
        for facet, values in codes.items()
        for code in dict.fromkeys(values)
    )
    SortKey.objects.bulk_create(
        SortKey(document_id=pk, name=name, **{"number" if isinstance(value, int) else "text": value})
        for name, value in content["sort"].items()
        if value is not None
    )
    word_table.insert(pk, content["folded"])
