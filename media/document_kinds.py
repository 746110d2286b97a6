"""Whether a document is what its name says: judged by its bytes, never by what the browser claims."""

import zipfile
from typing import Any

from django.utils.translation import gettext as _

# An office document is a ZIP file: this member, beginning with these bytes, says which one.
_OPEN_DOCUMENT = "mimetype"
_OFFICE_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_OPEN_KINDS = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
# What an office document may grow to when it is opened, and by how much.
MAX_UNPACKED = 300 * 1024 * 1024
MAX_GROWTH = 200
MAX_MEMBERS = 10_000
# Where a ZIP file's directory may begin, counted from its end: its comment has at most 65,535 bytes.
_ZIP_TAIL = 65_535 + 22
_HEAD = 64 * 1024
# How a browser knows a page, a drawing or a script, whatever the name.
_ACTIVE = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<body", b"<iframe")


def problem_with(file: Any, extension: str) -> str:
    """What speaks against a document; "" when nothing does.

    Arguments:
        file: the open file; read from its beginning, and left there.
        extension: what its name ends with, in lower case and without the dot.
    """
    try:
        file.seek(0)
        if extension == "pdf":
            return _judge_pdf(file)
        if extension in ("csv", "txt"):
            return _judge_text(file)
        return _judge_office(file, extension)
    finally:
        file.seek(0)


def _judge_pdf(file: Any) -> str:
    if file.read(5) != b"%PDF-":
        return _mismatch("pdf")
    if b"PK\x05\x06" in _tail(file, _ZIP_TAIL):
        return _("This file is two things at once: a PDF and an archive. Save it again as a plain PDF.")
    return ""


def _judge_text(file: Any) -> str:
    head = file.read(_HEAD)
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _("This is no text file: it contains characters that no text has.")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((*_ACTIVE, b"%pdf-", b"pk\x03\x04", b"{\\rtf")):
        return _("This is no plain text: a browser would take it for something else.")
    return ""


def _judge_office(file: Any, extension: str) -> str:
    if file.read(4) != b"PK\x03\x04":
        return _mismatch(extension)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            names = [member.filename for member in members]
            size = sum(member.file_size for member in members)
            packed = sum(member.compress_size for member in members)
            if len(members) > MAX_MEMBERS or size > MAX_UNPACKED or size > MAX_GROWTH * max(packed, 1):
                return _("This file would grow out of all proportion when it is opened.")
            if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
                return _("This file contains macros. Save it without them.")
            return "" if _is_kind(archive, names, extension) else _mismatch(extension)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return _("This file is damaged: it cannot be opened.")


def _is_kind(archive: zipfile.ZipFile, names: list[str], extension: str) -> bool:
    if folder := _OFFICE_FOLDERS.get(extension):
        return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)
    if _OPEN_DOCUMENT not in names or archive.getinfo(_OPEN_DOCUMENT).file_size > 200:
        return False
    kind = archive.read(_OPEN_DOCUMENT).decode("ascii", "replace").strip()
    return kind == f"application/vnd.oasis.opendocument.{_OPEN_KINDS.get(extension)}"


def _tail(file: Any, length: int) -> bytes:
    file.seek(0, 2)
    file.seek(max(0, file.tell() - length))
    return file.read()


def _mismatch(extension: str) -> str:
    return _("This file's content is not what its name says: expected a file of kind “%(kind)s”.") % {
        "kind": extension
    }
