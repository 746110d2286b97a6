"""The pictures of the documents are those that the scripts take, and say in words what they show."""

import inspect
import re
from pathlib import Path

import pytest
from PIL import Image

from scripts import editor_pictures, screenshots, translator_pictures

DOCS = screenshots.ROOT / "docs"
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
SAVED = re.compile(r"\bsave\(\"(\w+)\"")
GUIDES = {
    "docs/editing.md": {f"{name}.webp" for name in editor_pictures.NAMES},
    "docs/translating.md": {f"{name}.webp" for name in translator_pictures.NAMES},
    "README.md": {f"{name}.png" for name in screenshots.IN_README},
}


def pictures_of(document: Path) -> list[tuple[str, Path]]:
    """What a document says of each of its pictures, and the picture's file."""
    return [
        (said.strip(), (document.parent / path).resolve())
        for said, path in PICTURE.findall(document.read_text())
    ]


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_shows_exactly_the_pictures_that_are_taken_for_it(guide):
    shown = [file for _said, file in pictures_of(screenshots.ROOT / guide)]
    assert sorted(file.name for file in shown) == sorted(GUIDES[guide])
    for file in shown:
        assert file.parent == screenshots.DOCUMENTS_PICTURES
        with Image.open(file) as picture:
            picture.verify()


@pytest.mark.parametrize("script", [editor_pictures, translator_pictures])
def test_a_script_takes_the_pictures_it_names(script):
    assert tuple(SAVED.findall(inspect.getsource(script.take))) == script.NAMES


def test_no_picture_is_kept_that_nobody_takes():
    kept = {file.name for file in screenshots.DOCUMENTS_PICTURES.iterdir()}
    assert kept == set.union(*GUIDES.values())


def test_every_picture_of_a_document_says_in_words_of_its_own_what_it_shows():
    documents = [screenshots.ROOT / "README.md", *DOCS.rglob("*.md")]
    said = [text for document in documents for text, _file in pictures_of(document)]
    assert len(said) >= sum(map(len, GUIDES.values()))
    assert len(set(said)) == len(said)
    assert [text for text in said if len(text.split()) < 2] == []
