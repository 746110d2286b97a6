"""Files for translation programs: of one page, or a zip of everything that waits in a language."""

import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from django.db.models import Exists, OuterRef
from django.utils.text import slugify
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation

from translation.exchange import po, xliff
from translation.exchange.units import Unit, units_of, waiting

AT_ONCE = 100
"""Pages whose texts are read with one query."""
IN_MEMORY = 5 * 1024 * 1024
"""Bytes of a zip that are kept in memory; a larger one goes to a temporary file."""


@dataclass(frozen=True)
class Format:
    """A kind of file.

    Arguments:
        name: as in addresses.
        extension: of its files.
        content_type: media type.
        build: makes the file of a translation from its units.
    """

    name: str
    extension: str
    content_type: str
    build: Callable[[Translation, list[Unit]], bytes]


FORMATS = {
    "po": Format("po", "po", "text/x-gettext-translation; charset=utf-8", po.build),
    "xliff": Format("xliff", "xlf", "application/xliff+xml", xliff.build),
}


def page_file(translation: Translation, wanted: Format) -> tuple[str, bytes]:
    """Name and contents of the file of one page."""
    units = units_of([translation], with_old=True)[translation.pk]
    return file_name(translation, wanted), wanted.build(translation, units)


def waiting_for(user: object, locale: Locale) -> list[Translation]:
    """What waits in a language and may be edited by the user, page by page as they were submitted."""
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    mine = pages.filter(translation_key=OuterRef("source__object_id"), locale=OuterRef("target_locale"))
    translations = Translation.objects.filter(Exists(mine), target_locale=locale)
    return list(
        waiting(translations)
        .select_related("source__locale", "source__specific_content_type", "target_locale")
        .defer("source__content_json")
        .order_by("pk")
    )


def zip_of(translations: Iterable[Translation], wanted: Format) -> IO[bytes]:
    """A zip with a file a page; read it from the beginning and close it."""
    out: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 the caller closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for group in _groups(list(translations)):
            units = units_of(group, with_old=True)
            for translation in group:
                contents = wanted.build(translation, units[translation.pk])
                archive.writestr(file_name(translation, wanted), contents)
    out.seek(0)
    return out


def file_name(translation: Translation, wanted: Format) -> str:
    """Title and language, with a number that makes it the only one."""
    title = slugify(translation.source.object_repr)[:80] or "page"
    return f"{title}-{translation.pk}-{translation.target_locale.language_code}.{wanted.extension}"


def _groups(translations: list[Translation]) -> Iterator[list[Translation]]:
    for start in range(0, len(translations), AT_ONCE):
        yield translations[start : start + AT_ONCE]
