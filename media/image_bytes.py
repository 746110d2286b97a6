"""An image file without what it need not tell: where it was taken, with what, and anything hidden behind it.

Cameras write the place, the owner's name and the device's number into a picture. Here only what the picture
itself needs is copied, part by part and without loss: pixels, colour profile, orientation, author, copyright.
Comments, parts that are not known here and bytes after the picture's end, in which another file can hide,
stay behind.
"""

import struct
from collections.abc import Iterator
from io import BytesIO
from zlib import crc32

from django.utils.translation import gettext_lazy as _
from PIL import Image

DAMAGED = _("This image is damaged: it cannot be read to its end.")

# Exif tags that stay: orientation, artist, copyright.
KEPT_TAGS = (0x0112, 0x013B, 0x8298)

_JPEG_START, _JPEG_SCAN, _JPEG_END = 0xD8, 0xDA, 0xD9
# Frames, tables, scans.
_JPEG_PICTURE = range(0xC0, 0xE0)
# Besides those: JFIF header, colour profile, Adobe's colour transformation.
_JPEG_KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_PNG_START = b"\x89PNG\r\n\x1a\n"
# Pixels, colours, size of a pixel, frames of an animation.
_PNG_KEPT = (
    *(b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"),
    *(b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"pHYs"),
    *(b"acTL", b"fcTL", b"fdAT"),
)
_WEBP_KEPT = (b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP", b"ANIM", b"ANMF")
_WEBP_FRAME_HEADER = 16
# Flags of a WebP file's VP8X chunk that announce Exif and XMP.
_WEBP_FLAGS = 0x08 | 0x04
_AVIF_BOXES = [b"ftyp", b"meta", b"mdat"]
_AVIF_QUALITY = 90


class DamagedImage(ValueError):
    """The bytes are no whole image of a kind that is allowed."""


def cleaned(content: bytes) -> bytes:
    """The same picture without private data.

    Arguments:
        content: a JPEG, PNG, WebP or AVIF file.

    Returns:
        The file to keep; pixels are the same, except in an AVIF that held more than a picture: it is encoded
        anew.

    Raises:
        DamagedImage: the file ends too early, is none of the four kinds or cannot be read as one.
    """
    try:
        with Image.open(BytesIO(content), formats=["JPEG", "PNG", "WEBP", "AVIF"]) as image:
            kind = image.format
            exif = _kept_exif(image)
            if kind == "AVIF":
                return _avif(image, content, exif)
        copy = {"JPEG": _jpeg, "MPO": _jpeg, "PNG": _png, "WEBP": _webp}[str(kind)]
        result = copy(content, exif)
        with Image.open(BytesIO(result)) as image:
            image.load()
    except DamagedImage:
        raise
    except Exception as error:
        # Pillow's readers raise whatever a broken file makes them raise.
        raise DamagedImage(str(error)) from error
    return result


def _kept_exif(image: Image.Image) -> bytes:
    """The Exif block with the tags that stay; empty when none of them is there."""
    found = image.getexif()
    kept = Image.Exif()
    for tag in KEPT_TAGS:
        if tag in found:
            kept[tag] = found[tag]
    return kept.tobytes().removeprefix(b"Exif\0\0") if len(kept) else b""


def _jpeg(content: bytes, exif: bytes) -> bytes:
    """The segments that stay. Layout: ISO/IEC 10918-1, annex B."""
    parts = [content[:2]]
    for marker, segment in _jpeg_segments(content):
        if marker not in _JPEG_PICTURE:
            wanted = _JPEG_KEPT.get(marker)
            if wanted is None or not segment[4:].startswith(wanted):
                continue
        parts.append(segment)
    if exif:
        body = b"Exif\0\0" + exif
        parts.insert(1, b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body)
    return b"".join(parts)


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment after the first; a scan together with its data."""
    at = 2
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        if at + 2 > len(content) or content[at] != 0xFF:
            raise DamagedImage("The file ends too early.")
        marker = content[at + 1]
        if marker == _JPEG_END:
            yield marker, content[at : at + 2]
            return
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if marker == _JPEG_SCAN:
            end = _end_of_scan(content, end)
        if end > len(content):
            raise DamagedImage("The file ends too early.")
        yield marker, content[at:end]
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker begins: an FF that is neither stuffed (FF00) nor a restart (FFD0-FFD7)."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise DamagedImage("The file ends too early.")
        if content[at + 1] not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return at
        at += 1


def _png(content: bytes, exif: bytes) -> bytes:
    """The chunks that stay. Layout: PNG specification, third edition, 5.2."""
    parts = [_PNG_START]
    at = len(_PNG_START)
    while True:
        (length,) = struct.unpack_from(">I", content, at)
        kind = content[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(content):
            raise DamagedImage("The file ends too early.")
        if kind in _PNG_KEPT:
            parts.append(content[at:end])
        if kind == b"IHDR" and exif:
            parts.append(_png_chunk(b"eXIf", exif))
        if kind == b"IEND":
            return b"".join(parts)
        at = end


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc32(kind + body))


def _webp(content: bytes, exif: bytes) -> bytes:
    """The chunks that stay. Layout: RFC 9649, section 2."""
    (size,) = struct.unpack_from("<I", content, 4)
    end = 8 + size
    if end > len(content) + 1:
        raise DamagedImage("The file ends too early.")
    parts = []
    for kind, body in _webp_chunks(content[12:end]):
        if kind == b"VP8X":
            body = bytes([body[0] & ~_WEBP_FLAGS | (0x08 if exif else 0)]) + body[1:]
        elif kind == b"ANMF":
            frame = _webp_chunks(body[_WEBP_FRAME_HEADER:])
            body = body[:_WEBP_FRAME_HEADER] + b"".join(_webp_chunk(*each) for each in frame)
        parts.append(_webp_chunk(kind, body))
    if exif and parts[0].startswith(b"VP8X"):
        parts.append(_webp_chunk(b"EXIF", exif))
    return _webp_chunk(b"RIFF", b"WEBP" + b"".join(parts))


def _webp_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and body of each chunk that stays."""
    at = 0
    while at + 8 <= len(content):
        kind = content[at : at + 4]
        (length,) = struct.unpack_from("<I", content, at + 4)
        if at + 8 + length > len(content):
            raise DamagedImage("The file ends too early.")
        if kind in _WEBP_KEPT:
            yield kind, content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _webp_chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _avif(image: Image.Image, content: bytes, exif: bytes) -> bytes:
    """As it is when it is nothing but a picture, else encoded anew: parts refer to each other by place."""
    image.load()
    if not image.info.get("exif") and not image.info.get("xmp") and _avif_boxes(content) == _AVIF_BOXES:
        return content
    result = BytesIO()
    profile = image.info.get("icc_profile")
    image.info.pop("exif", None)
    image.info.pop("xmp", None)
    image.save(result, "AVIF", quality=_AVIF_QUALITY, exif=exif, icc_profile=profile)
    return result.getvalue()


def _avif_boxes(content: bytes) -> list[bytes]:
    """Kinds of the parts of the file, and an empty one where something else begins.

    Layout: ISO/IEC 14496-12, 4.2.
    """
    kinds = []
    at = 0
    while at < len(content):
        size, kind = struct.unpack(">I4s", content[at : at + 8].ljust(8, b"\0"))
        kinds.append(kind)
        if size < 8 or at + size > len(content):
            # No box, one that is larger than 4 GB, or one without an end: none of them is a plain picture's.
            kinds.append(b"")
            break
        at += size
    return kinds
