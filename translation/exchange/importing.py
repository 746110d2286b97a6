"""What comes back from a translation program is checked as a whole, then stored as a whole, or not at all."""

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail_localize.models import StringTranslation, Translation

from translation.exchange.segment_checks import flaws
from translation.exchange.sheets import Entry, FileError, Sheet
from translation.exchange.units import Unit, UnitState, same, units_of
from translation.exchange.upload import sheets_of
from translation.glossary import AgreedTerm
from translation.loading import writable_target
from translation.models import agreed_terms
from translation.texts import is_too_deep, plain, too_deep

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Trouble:
    """Something in a file that is wrong, or that deserves a look.

    Arguments:
        file: its name.
        segment: the place of the text in the page, "" when it is about the whole file.
        message: a sentence.
    """

    file: str
    segment: str
    message: str


@dataclass
class Imported:
    """What became of the texts of one page.

    Arguments:
        translation: the page and its language.
        changed: texts that are stored, new or different.
        unchanged: texts that were there already.
        left_out: texts without a translation, or that the file does not call finished.
    """

    translation: Translation
    changed: int = 0
    unchanged: int = 0
    left_out: int = 0


@dataclass
class Report:
    """The outcome of an upload. With an error in ``errors`` nothing was stored."""

    errors: list[Trouble] = field(default_factory=list)
    warnings: list[Trouble] = field(default_factory=list)
    pages: list[Imported] = field(default_factory=list)


class _Refused(Exception):
    """Rolls back."""


@dataclass(frozen=True)
class _Change:
    translation: Translation
    unit: Unit
    target: str
    tool: str


def import_upload(upload: UploadedFile, user: object, only: Translation | None = None) -> Report:
    """Store the translations in an uploaded PO, XLIFF or zip file: all of them, or none if anything is wrong.

    Arguments:
        upload: as it came with the request.
        user: who uploads; must be allowed to edit every page concerned.
        only: the one page that the file may be for; None for any.
    """
    report = Report()
    sheets: list[Sheet] = []
    for name, content in sheets_of(upload):
        if isinstance(content, FileError):
            report.errors.append(Trouble(name, content.segment, content.message))
        else:
            sheets += content
    if report.errors:
        return report
    try:
        with transaction.atomic():
            changes = _planned(sheets, user, report, only)
            if report.errors:
                raise _Refused
            for change in changes:
                _store(change, user)
    except _Refused:
        report.pages.clear()
    return report


def _planned(
    sheets: Iterable[Sheet], user: object, report: Report, only: Translation | None
) -> list[_Change]:
    changes: list[_Change] = []
    seen: Counter[UUID] = Counter()
    for sheet in sheets:
        translation = _translation_of(sheet, user, report)
        if translation is None:
            continue
        if only and translation.pk != only.pk:
            report.errors.append(
                Trouble(sheet.name, "", _("The file was made for another page or language."))
            )
            continue
        seen[translation.uuid] += 1
        if seen[translation.uuid] > 1:
            report.errors.append(Trouble(sheet.name, "", _("The same page was in this upload before.")))
            continue
        changes += _changes(sheet, translation, report)
    return changes


def _translation_of(sheet: Sheet, user: object, report: Report) -> Translation | None:
    """The translation that a sheet is for; None, with an error in the report, when it is for none."""
    message = ""
    translation = None
    try:
        translation = (
            Translation.objects.select_for_update(of=("self",))
            .select_related("source__locale", "source__specific_content_type", "target_locale")
            .get(uuid=UUID(sheet.uuid), enabled=True)
        )
        writable_target(translation, user)
        message = _wrong_language(sheet, translation)
    except (ValueError, ObjectDoesNotExist):
        message = _("The file belongs to no page that is being translated here.")
    except PermissionDenied as error:
        message = str(error)
    if message:
        report.errors.append(Trouble(sheet.name, "", message))
        return None
    return translation


def _wrong_language(sheet: Sheet, translation: Translation) -> str:
    for found, locale in [
        (sheet.target_language, translation.target_locale),
        (sheet.source_language, translation.source.locale),
    ]:
        if found and found.lower().replace("_", "-").partition("-")[0] != locale.language_code:
            text = _("The file says “%(found)s” where its page says “%(expected)s”: a wrong language.")
            return text % {"found": found[:20], "expected": locale.language_code}
    return ""


def _changes(sheet: Sheet, translation: Translation, report: Report) -> list[_Change]:
    units = {unit.key: unit for unit in units_of([translation])[translation.pk]}
    places = {unit.context for unit in units.values()}
    terms = agreed_terms(translation.source.locale_id, translation.target_locale_id)
    imported = Imported(translation)
    report.pages.append(imported)
    changes = []
    used: set[str] = set()
    for entry in sheet.entries:
        if entry.key in used:
            report.errors.append(_about(sheet, entry, _("This text is in the file twice.")))
            continue
        used.add(entry.key)
        if is_too_deep(entry.target):
            report.errors.append(_about(sheet, entry, too_deep()))
            continue
        unit = units.get(entry.key)
        stored = unit is not None and unit.target and same(entry.target, unit.target)
        if not strip_tags(entry.target).strip() and not stored:
            imported.left_out += 1
        elif unit is None:
            report.errors.append(_about(sheet, entry, _why_unknown(entry, places)))
        elif not same(entry.source, unit.source):
            message = _("The original text in the file was changed. Export the page again.")
            report.errors.append(_about(sheet, entry, message))
        elif stored and (unit.state is UnitState.DONE or not entry.confirmed):
            imported.unchanged += 1
        elif entry.confirmed is False:
            imported.left_out += 1
        elif _passes(sheet, entry, unit, imported, terms, report):
            imported.changed += 1
            changes.append(_Change(translation, unit, unit.target if stored else entry.target, sheet.tool))
    _look_for_the_rest(sheet, len(units.keys() - used), report)
    return changes


def _look_for_the_rest(sheet: Sheet, missing: int, report: Report) -> None:
    """A file without any text was cut off; one without some of its page's may be meant so."""
    if missing and not sheet.entries:
        message = _("The file holds no texts. It seems to be cut off.")
        report.errors.append(Trouble(sheet.name, "", message))
    elif missing:
        message = ngettext(
            "%(count)d text of the page is not in the file.",
            "%(count)d texts of the page are not in the file.",
            missing,
        )
        report.warnings.append(Trouble(sheet.name, "", message % {"count": missing}))


def _passes(
    sheet: Sheet, entry: Entry, unit: Unit, imported: Imported, terms: list[AgreedTerm], report: Report
) -> bool:
    errors, warnings = flaws(unit, entry.target, imported.translation, terms)
    report.errors += [_about(sheet, entry, message) for message in errors]
    report.warnings += [_about(sheet, entry, message) for message in warnings]
    return not errors


def _why_unknown(entry: Entry, places: set[str]) -> str:
    if entry.key.rpartition("#")[0] in places:
        return _("The file was made for an older text of the page. Export the page again.")
    return _("The page has no such text. Export the page again.")


def _about(sheet: Sheet, entry: Entry, message: str) -> Trouble:
    text = Truncator(plain(entry.source)).chars(60)
    return Trouble(sheet.name, f"{entry.place}: “{text}”" if text else entry.place, message)


def _store(change: _Change, user: object) -> None:
    """One by one: listeners keep the draft's title, the memory and the checks right."""
    StringTranslation.objects.update_or_create(
        translation_of_id=change.unit.string_id,
        context_id=change.unit.context_id,
        locale_id=change.translation.target_locale_id,
        defaults={
            "data": change.target,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            "tool_name": change.tool,
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )
