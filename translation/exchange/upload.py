"""From an uploaded file to what is in it: a PO file, an XLIFF file, or a zip of them."""

import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO

from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from translation.exchange import po, xliff
from translation.exchange.sheets import FileError, Sheet

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UPLOAD = 20 * 1024 * 1024
LARGEST_TOTAL = 100 * 1024 * 1024
"""Bytes of all files of a zip together, unpacked."""
MOST_FILES = 5000

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
)
"""What reading a zip raises, depending on where it is broken and how it is packed."""

PARSERS: dict[str, Callable[[str, bytes], list[Sheet]]] = {
    ".po": po.parse,
    ".xlf": xliff.parse,
    ".xliff": xliff.parse,
}
ACCEPTED = [*PARSERS, ".zip"]
LEFT_BY_SYSTEMS = ("__MACOSX", ".DS_Store", "Thumbs.db")


def sheets_of(upload: UploadedFile) -> Iterator[tuple[str, list[Sheet] | FileError]]:
    """What an upload holds.

    Yields:
        Name of each file in it, with its sheets or with the reason why it cannot be read. Nothing is
        unpacked to disk, and no name in a zip is ever opened.
    """
    name = PurePosixPath(upload.name or "").name
    if upload.size is not None and upload.size > LARGEST_UPLOAD:
        yield name, _too_large(LARGEST_UPLOAD)
    elif name.lower().endswith(".zip"):
        yield from _of_zip(name, upload)
    elif upload.size is not None and upload.size > LARGEST_FILE:
        yield name, _too_large(LARGEST_FILE)
    else:
        yield name, _parse(name, upload.read())


def _parse(name: str, data: bytes) -> list[Sheet] | FileError:
    parser = PARSERS.get(PurePosixPath(name).suffix.lower())
    if parser is None:
        message = _("Files of this kind are not read. Expected: %(kinds)s.")
        return FileError(message % {"kinds": ", ".join(ACCEPTED)})
    if not data.strip(b"\0 \r\n\t"):
        return FileError(_("The file is empty."))
    try:
        return parser(name, data)
    except FileError as error:
        return error


def _of_zip(name: str, upload: UploadedFile) -> Iterator[tuple[str, list[Sheet] | FileError]]:
    try:
        with zipfile.ZipFile(upload) as archive:
            members = [each for each in archive.infolist() if not _is_left_by_system(each)]
            if not members or len(members) > MOST_FILES:
                message = _("The zip holds %(count)d files. From 1 to %(most)d are expected.")
                yield name, FileError(message % {"count": len(members), "most": MOST_FILES})
                return
            if sum(each.file_size for each in members) > LARGEST_TOTAL:
                yield name, _too_large(LARGEST_TOTAL)
                return
            for member in members:
                yield member.filename, _of_member(archive, member)
    except DAMAGED as error:
        yield name, FileError(_("The zip is damaged: %(reason)s.") % {"reason": str(error)[:120]})


def _of_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> list[Sheet] | FileError:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts:
        return FileError(_("The name of this file in the zip leads outside of it."))
    if member.flag_bits & 1:
        return FileError(_("This file in the zip is encrypted."))
    if path.suffix.lower() not in PARSERS:
        return _parse(member.filename, b"")
    with archive.open(member) as stream:
        data = _read(stream)
    return _too_large(LARGEST_FILE) if data is None else _parse(member.filename, data)


def _read(stream: IO[bytes]) -> bytes | None:
    """The contents; None when they are too large, whatever the zip said about their size."""
    data = stream.read(LARGEST_FILE + 1)
    return None if len(data) > LARGEST_FILE else data


def _is_left_by_system(member: zipfile.ZipInfo) -> bool:
    return member.is_dir() or any(part in member.filename.split("/") for part in LEFT_BY_SYSTEMS)


def _too_large(limit: int) -> FileError:
    message = _("The file is too large. At most %(limit)s are read.")
    return FileError(message % {"limit": filesizeformat(limit)})
