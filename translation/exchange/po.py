"""Gettext's PO, as wagtail-localize writes it: ``msgctxt`` is the place, ``msgid`` the text, a header names
the translation. A text that a person still has to confirm is marked ``fuzzy``. What a changed text said
before is its previous ``msgid``, and how that was translated a comment: nobody reads them but people.
"""

import codecs
import re
import tempfile

import polib
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from translation.exchange.sheets import Entry, FileError, Sheet
from translation.exchange.units import Unit, UnitState, unit_key

TRANSLATION = "X-WagtailLocalize-TranslationID"
SOURCE_LANGUAGE = "X-Source-Language"
FUZZY = "fuzzy"
TOOL = "PO"
CHARSET = re.compile(rb'"Content-Type:[^"\n]*charset=\s*([A-Za-z0-9_.:-]+)', re.IGNORECASE)
SYNTAX_ERROR = re.compile(r"\(line (\d+)\)")
QUOTED_LINE = re.compile(r'(msg\w+(\[\d+\])?\s+)?"([^"\\]|\\.)*"')


def build(translation: Translation, units: list[Unit]) -> bytes:
    """The PO file of a translation, UTF-8."""
    # Unwrapped: a wrapped line would break at white space that is no space.
    po = polib.POFile(wrapwidth=0)
    po.metadata = {
        "POT-Creation-Date": timezone.now().isoformat(timespec="seconds"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": translation.target_locale.language_code,
        SOURCE_LANGUAGE: translation.source.locale.language_code,
        TRANSLATION: str(translation.uuid),
    }
    for unit in units:
        po.append(
            polib.POEntry(
                msgctxt=unit.context,
                msgid=unit.source,
                msgstr=unit.target,
                comment=unit.place,
                previous_msgid=unit.old_source or None,
                tcomment=_old_translation(unit.old_target),
                flags=[FUZZY] if unit.state is UnitState.REVIEW else [],
            )
        )
    return str(po).encode()


def _old_translation(text: str) -> str:
    """A comment of one line: what looks like a line's end to a program would end it."""
    return f"{_('It was translated as:')} {' '.join(text.split())}" if text else ""


def parse(name: str, data: bytes) -> list[Sheet]:
    """The one page of a PO file.

    Raises:
        FileError for what is no PO file, has no header of ours, or is not in its declared encoding.
    """
    po = _parsed(_decoded(data))
    if TRANSLATION not in po.metadata:
        message = _("The header “%(header)s” is missing: the file does not say which page it translates.")
        raise FileError(message % {"header": TRANSLATION})
    entries = [
        Entry(
            key=unit_key(entry.msgctxt or "", entry.msgid),
            place=entry.comment or entry.msgctxt or "",
            source=entry.msgid,
            target=entry.msgstr,
            confirmed=False if FUZZY in entry.flags else None,
        )
        for entry in po
        if not entry.obsolete
    ]
    return [
        Sheet(
            name,
            po.metadata[TRANSLATION].strip(),
            po.metadata.get(SOURCE_LANGUAGE, "").strip(),
            po.metadata.get("Language", "").strip(),
            TOOL,
            entries,
        )
    ]


def _decoded(data: bytes) -> str:
    """The text of the file: by its byte order mark, else by its header, else UTF-8."""
    declared = CHARSET.search(data)
    name = declared[1].decode() if declared else "utf-8"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16"
    elif data.startswith(codecs.BOM_UTF8):
        name = "utf-8-sig"
    try:
        text = data.decode(name)
        # Some encodings know halves of characters, with which nothing can be done.
        text.encode()
        return text
    except LookupError as error:
        message = _("The encoding “%(name)s” is unknown. UTF-8 is expected.")
        raise FileError(message % {"name": name}) from error
    except UnicodeError as error:
        message = _("The characters of the file do not fit its encoding “%(name)s”. UTF-8 is expected.")
        raise FileError(message % {"name": name}) from error


def _parsed(text: str) -> polib.POFile:
    for number, line in enumerate(text.split("\n"), start=1):
        # polib takes a line without its last quotation mark, and loses a letter.
        if line.startswith(("msg", '"')) and not QUOTED_LINE.fullmatch(line.strip(" \t\r")):
            message = _("This is no PO file: line %(line)s cannot be read.")
            raise FileError(message % {"line": number})
    # Through a file of our own: given a text, polib would open a file of that name, and break lines at
    # characters that are no line ends.
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", suffix=".po") as copy:
        copy.write(text)
        copy.flush()
        try:
            return polib.pofile(copy.name, encoding="utf-8")
        except (OSError, ValueError, IndexError) as error:
            found = SYNTAX_ERROR.search(str(error))
            message = _("This is no PO file.")
            if found:
                message = _("This is no PO file: line %(line)s cannot be read.") % {"line": found[1]}
            raise FileError(message) from error
