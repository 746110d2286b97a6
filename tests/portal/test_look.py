"""The style sheets: colours that can be read, little weight, and nothing that the security policy forbids."""

import gzip
import math
import re
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STYLES = ROOT / "portal" / "static" / "portal" / "css"
SCRIPTS = ROOT / "portal" / "static" / "portal" / "js"
FOUNDATION = (STYLES / "foundation.css").read_text()
TEMPLATES = [path for app in ROOT.iterdir() if app.is_dir() for path in app.glob("templates/**/*.html")]
SECTOR_TERMS = ROOT / "vocabularies" / "data" / "sector.toml"

TEXT = ["text", "muted", "sea", "sea-strong"]
GROUNDS = ["page", "surface", "wash"]


def tokens(start: str, inherited: dict[str, str]) -> dict[str, str]:
    """Custom properties of the rule that begins with ``start``, colours as hexadecimal numbers."""
    rule = FOUNDATION[FOUNDATION.index(start) :]
    found = inherited | dict(re.findall(r"--([\w-]+): ([^;]+);", rule[: rule.index("}")]))

    def resolved(value: str) -> str:
        reference = re.fullmatch(r"var\(--([\w-]+)\)", value)
        return resolved(found[reference[1]]) if reference else value

    return {name: resolved(value) for name, value in found.items()}


LIGHT = tokens(":root {", {})
DARK = tokens(":root {\n      color-scheme: dark", LIGHT)
NIGHT = tokens(".night {", LIGHT)
SCHEMES = {"light": LIGHT, "dark": DARK, "night": NIGHT}


def linear(share: float) -> float:
    """Light of a share of a colour, by WCAG 2.2's definition of relative luminance."""
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """Relative luminance of ``#rgb`` or ``#rrggbb``."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    red, green, blue = (linear(int(digits[index : index + 2], 16) / 255) for index in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def oklch_luminance(lightness: float, chroma: float, hue: float) -> float:
    """Relative luminance of an OKLCH colour; matrices by B. Ottosson, "A perceptual color space", 2020."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    """Contrast of two luminances."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_can_be_read_on_every_ground(scheme: str):
    colours = SCHEMES[scheme]
    pairs = [*product(TEXT, GROUNDS), ("signal", "page"), ("signal", "surface"), ("on-sea", "sea")]
    for text, ground in [*pairs, ("on-sea", "sea-strong"), ("text", "tint")]:
        value = contrast(luminance(colours[text]), luminance(colours[ground]))
        assert value >= 4.5, f"{text} on {ground}: {value:.2f}"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_borders_of_controls_can_be_seen(scheme: str):
    colours = SCHEMES[scheme]
    for ground in GROUNDS:
        assert contrast(luminance(colours["control"]), luminance(colours[ground])) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_sector_has_a_hue_that_can_be_seen(scheme: str):
    colours = SCHEMES[scheme]
    hues = {code: float(hue) for code, hue in re.findall(r"\.hue-([\w-]+) \{ --hue: (\d+); \}", FOUNDATION)}
    assert set(hues) == set(re.findall(r'^code = "([\w-]+)"', SECTOR_TERMS.read_text(), re.MULTILINE))
    for ground in GROUNDS:
        for hue in hues.values():
            colour = oklch_luminance(float(colours["sector-lightness"]), float(colours["sector-chroma"]), hue)
            assert contrast(colour, luminance(colours[ground])) >= 4.5


def test_every_sector_has_a_sign():
    signs = (STYLES.parent / "icons.svg").read_text()
    for code in re.findall(r'^code = "([\w-]+)"', SECTOR_TERMS.read_text(), re.MULTILINE):
        assert f'id="sector-{code}"' in signs


@pytest.mark.parametrize(("folder", "limit"), [(STYLES, 15_000), (SCRIPTS, 15_000)])
def test_styles_and_scripts_stay_light(folder: Path, limit: int):
    assert sum(len(gzip.compress(path.read_bytes())) for path in folder.iterdir()) <= limit


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_has_anything_inline(path: Path):
    source = path.read_text()
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|javascript:", source)
    for script in re.findall(r"<script[^>]*>", source):
        # Data are no code: a browser runs nothing of them.
        assert " src=" in script or ' type="application/json"' in script


def test_nothing_is_loaded_from_elsewhere():
    for path in [*STYLES.iterdir(), *SCRIPTS.iterdir()]:
        assert not re.search(r"(url\(|import .*)[\"']?(https?:)?//", path.read_text())
