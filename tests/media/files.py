"""Files as people and attackers send them."""

import io
import struct
import zipfile
import zlib

from PIL import Image


def picture(kind: str = "JPEG", size: tuple[int, int] = (32, 24), **saved) -> bytes:
    """An image of a kind. ``saved``: what Pillow is to write into it."""
    result = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(result, kind, **saved)
    return result.getvalue()


def exif(orientation: int = 6) -> Image.Exif:
    """What a telephone writes: where, with which device, whose."""
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x013B] = "Ana Sousa"
    found[0x010F] = "SecretPhone"
    found.get_ifd(0x8825)[2] = (41.0, 9.0, 3.1)
    found.get_ifd(0x8825)[1] = "N"
    return found


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bomb_png(side: int = 60_000) -> bytes:
    """A PNG of a few kilobytes that claims ``side`` x ``side`` pixels."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(b"\0" * 9000))
        + png_chunk(b"IEND", b"")
    )


def archive(members: dict[str, bytes], *, packed: bool = True) -> bytes:
    """A ZIP file."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return result.getvalue()


def word(**more: bytes) -> bytes:
    """A Word document."""
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>", **more})


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
