"""A picture keeps its pixels and loses what it need not tell."""

import io
import struct

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from media.files import safe_name
from media.image_bytes import DamagedImage, cleaned
from tests.media.files import exif, picture, png_chunk

SECRET = b"PK\x03\x04 <script>GPS 48.12"


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_place_and_device_go_and_orientation_and_author_stay(kind):
    content = picture(kind, exif=exif().tobytes())
    assert b"SecretPhone" in content
    result = cleaned(content)
    assert b"SecretPhone" not in result
    found = opened(result).getexif()
    assert (found[0x0112], found[0x013B]) == (6, "Ana Sousa")
    assert not found.get_ifd(0x8825)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pixels_and_colour_profile_are_the_same(kind):
    content = picture(kind, exif=exif().tobytes(), icc_profile=b"a profile" * 20)
    result = cleaned(content)
    assert opened(result).tobytes() == opened(content).tobytes()
    assert opened(result).info["icc_profile"] == b"a profile" * 20


def test_a_progressive_jpeg_keeps_all_its_scans():
    content = picture("JPEG", (200, 200), progressive=True, exif=exif().tobytes())
    assert opened(cleaned(content)).tobytes() == opened(content).tobytes()


def test_comments_and_descriptions_go():
    assert b"<script>" not in cleaned(picture("JPEG", comment=b"<script>alert(1)</script>"))
    info = PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    assert b"<script>" not in cleaned(picture("PNG", pnginfo=info))
    assert b"Lisbon" not in cleaned(picture("WEBP", xmp=b"<x:xmpmeta>Lisbon</x:xmpmeta>"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_hides_behind_the_end_goes(kind):
    hidden = picture(kind) + b"PK\x03\x04 <script>alert(1)</script>"
    assert cleaned(hidden) == cleaned(picture_of(hidden))


def png_with_a_private_chunk() -> bytes:
    content = picture("PNG")
    return content[:33] + png_chunk(b"prVt", SECRET) + content[33:]


def webp_with_an_unknown_chunk() -> bytes:
    body = picture("WEBP")[8:] + b"hIdE" + struct.pack("<I", len(SECRET)) + SECRET
    return b"RIFF" + struct.pack("<I", len(body)) + body


def animated_webp_with_an_unknown_chunk_in_a_frame() -> bytes:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    content = out.getvalue()
    start = content.rindex(b"ANMF")
    (length,) = struct.unpack_from("<I", content, start + 4)
    frame = content[start + 8 : start + 8 + length] + b"hIdE" + struct.pack("<I", len(SECRET)) + SECRET
    body = content[8:start] + b"ANMF" + struct.pack("<I", len(frame)) + frame
    return b"RIFF" + struct.pack("<I", len(body)) + body


def avif_before_another_file() -> bytes:
    return picture("AVIF") + SECRET


def avif_with_a_part_that_is_not_the_pictures() -> bytes:
    return picture("AVIF") + struct.pack(">I4s", len(SECRET) + 8, b"mdat") + SECRET


@pytest.mark.parametrize(
    "build",
    [
        png_with_a_private_chunk,
        webp_with_an_unknown_chunk,
        animated_webp_with_an_unknown_chunk_in_a_frame,
        avif_before_another_file,
        avif_with_a_part_that_is_not_the_pictures,
    ],
)
def test_parts_that_are_not_the_pictures_go(build):
    content = build()
    assert SECRET in content
    result = cleaned(content)
    assert SECRET not in result
    assert opened(result).size == opened(content).size
    assert getattr(opened(result), "n_frames", 1) == getattr(opened(content), "n_frames", 1)
    assert cleaned(result) == result


def test_an_avif_that_is_a_picture_and_nothing_else_is_not_encoded_anew():
    content = picture("AVIF")
    assert cleaned(content) == content


def picture_of(content: bytes) -> bytes:
    return content[: content.index(b"PK\x03\x04 <script>")]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_file_cut_short_is_refused(kind):
    content = picture(kind, (200, 200))
    for length in (10, len(content) // 2, len(content) - 20):
        with pytest.raises(DamagedImage):
            cleaned(content[:length])


@pytest.mark.parametrize(
    "content", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"\xff\xd8\xff"]
)
def test_what_is_no_allowed_image_is_refused(content):
    with pytest.raises(DamagedImage):
        cleaned(content)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        ("..\\..\\evil.jpg", "evil.jpg"),
        ("Rapport été.php.PDF", "rapport-ete-php.pdf"),
        ("картинка.jpg", "file.jpg"),
        ("a" * 300 + ".png", "a" * 80 + ".png"),
        ("x\0y<script>.png", "xyscript.png"),
    ],
)
def test_names_are_plain(name, safe):
    assert safe_name(name) == safe
