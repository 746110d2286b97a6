"""The picture of a card: ink, the title, and the star signs of the sectors in their hues."""

import io
import math
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageDraw, ImageFont

from portal.cards.contents import HEIGHT, WIDTH, Card
from portal.cards.wrapping import fitted, shortened

Colour = tuple[int, int, int]

INK: Colour = (16, 36, 62)
PAPER: Colour = (251, 250, 247)
FAINT: Colour = (178, 190, 204)
SEA: Colour = (95, 184, 201)
SUN: Colour = (242, 183, 5)

STATIC = Path(__file__).parents[1] / "static" / "portal"
FONT = Path(__file__).parent / "fonts" / "DejaVuSerifCondensed.ttf"
MARGIN = 80
# (size, most lines) of the title: all have about the same height.
TITLE_SIZES = ((76, 2), (64, 3), (56, 3), (48, 4), (40, 5))
TITLE_TOP, TITLE_BOTTOM = 200, 440
MOST_SECTORS = 4
# Lightness and chroma of the sectors' hues on ink; as in foundation.css, dark scheme.
LIGHTNESS, CHROMA = 0.78, 0.1
# Drawn this much larger and reduced: shapes have no smooth edges of their own.
OVERSAMPLED = 3


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The font in a size (pixels). It has the letters of every language of Europe; Pillow's own has not."""
    return ImageFont.truetype(FONT, size)


def draw(card: Card) -> bytes:
    """The card as PNG, 1200 by 630 pixels. Takes a few tenths of a second."""
    image = Image.new("RGB", (WIDTH, HEIGHT), INK)
    shown = card.sectors[:MOST_SECTORS]
    hues = [sector_colour(code) for code, _label in shown] or [SEA]
    _stars(image, shown)
    pen = ImageDraw.Draw(image)
    pen.text((MARGIN, 72), card.site, font=font(34), fill=PAPER)
    if card.kind:
        pen.text((MARGIN, 124), card.kind, font=font(28), fill=SUN)
    _title(pen, card.title)
    if card.line:
        line = shortened(card.line, font(32).getlength, WIDTH - 2 * MARGIN)
        pen.text((MARGIN, 464), line, font=font(32), fill=FAINT)
    _sectors(pen, shown, left_out=len(card.sectors) - len(shown))
    step = WIDTH / len(hues)
    for number, colour in enumerate(hues):
        pen.rectangle((number * step, HEIGHT - 16, (number + 1) * step, HEIGHT), fill=colour)
    output = io.BytesIO()
    # A palette of 255 colours is a third of the size, and nobody sees the difference.
    image.quantize(255, dither=Image.Dither.NONE).save(output, "PNG", optimize=True)
    return output.getvalue()


def _title(pen: ImageDraw.ImageDraw, title: str) -> None:
    text = fitted(title, lambda size: font(size).getlength, TITLE_SIZES, WIDTH - 2 * MARGIN)
    leading = text.size * 1.2
    top = TITLE_TOP + max(0.0, (TITLE_BOTTOM - TITLE_TOP - leading * len(text.lines)) / 2)
    for number, line in enumerate(text.lines):
        pen.text((MARGIN, top + number * leading), line, font=font(text.size), fill=PAPER)


def _sectors(pen: ImageDraw.ImageDraw, sectors: Iterable[tuple[str, str]], left_out: int) -> None:
    """Names of the sectors in a row, each with a dot in its hue; as many as there is room for."""
    letters, left, right = font(26), float(MARGIN), WIDTH - MARGIN
    waiting = list(sectors)
    while waiting:
        code, label = waiting[0]
        width = 34 + letters.getlength(label)
        if left + width > right - 60 and left > MARGIN:
            break
        pen.ellipse((left, 545, left + 20, 565), fill=sector_colour(code))
        pen.text(
            (left + 34, 538), shortened(label, letters.getlength, right - left - 34), font=letters, fill=PAPER
        )
        left += width + 40
        waiting.pop(0)
    if missing := left_out + len(waiting):
        pen.text((left, 538), f"+{missing}", font=letters, fill=FAINT)


def _stars(image: Image.Image, sectors: Sequence[tuple[str, str]]) -> None:
    """The star signs of the sectors side by side at the top right."""
    size, gap = 120, 26
    for number, (code, _label) in enumerate(reversed(sectors)):
        left = WIDTH - MARGIN - (number + 1) * size - number * gap
        sign = _sign(code, size)
        image.paste(sector_colour(code), (left, 56), sign)


def _sign(code: str, size: int) -> Image.Image:
    """Star sign of a sector as a mask, in pixels."""
    lines, stars = star_sign(code)
    scale = size * OVERSAMPLED / 32
    mask = Image.new("L", (size * OVERSAMPLED, size * OVERSAMPLED), 0)
    pen = ImageDraw.Draw(mask)
    for line in lines:
        pen.line([(x * scale, y * scale) for x, y in line], fill=150, width=round(0.7 * scale), joint="curve")
    for x, y in stars:
        pen.circle((x * scale, y * scale), 1.5 * scale, fill=255)
    return mask.reduce(OVERSAMPLED)


Point = tuple[float, float]


@cache
def star_sign(code: str) -> tuple[list[list[Point]], list[Point]]:
    """Lines and stars of a sector's sign as the interface shows it, in a square of 32."""
    for symbol in _icons():
        if symbol.get("id") == f"sector-{code}":
            paths = [path.get("d", "") for path in symbol.iter() if path.tag.endswith("path")]
            circles = [circle for circle in symbol.iter() if circle.tag.endswith("circle")]
            lines = [
                [(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", part)]
                for path in paths
                for part in path.split("M")[1:]
            ]
            return lines, [(float(c.get("cx", 0)), float(c.get("cy", 0))) for c in circles]
    return [], []


@cache
def _icons() -> ElementTree.Element:
    return ElementTree.parse(STATIC / "icons.svg").getroot()  # noqa: S314  ours


@cache
def _hues() -> dict[str, float]:
    css = (STATIC / "css" / "foundation.css").read_text()
    return {code: float(hue) for code, hue in re.findall(r"\.hue-([\w-]+) \{ --hue: (\d+);", css)}


@cache
def sector_colour(code: str) -> Colour:
    """The hue that the styles give a sector, as on a dark page; sea for any other code."""
    hue = _hues().get(code)
    return SEA if hue is None else oklch(LIGHTNESS, CHROMA, hue)


def oklch(lightness: float, chroma: float, hue: float) -> Colour:
    """A colour of OKLCH in sRGB (CSS Color 4, section 18.1, sample code), cut to what sRGB holds.

    Arguments:
        lightness: from 0 to 1.
        chroma: from 0 to about 0.4.
        hue: in degrees.
    """
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    red, green, blue = (_encoded(value) for value in linear)
    return red, green, blue


def _encoded(value: float) -> int:
    """A linear component of sRGB (0 to 1) as a byte (IEC 61966-2-1)."""
    value = min(1.0, max(0.0, value))
    return round(255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))
