"""What the check of the message catalogues finds."""

from pathlib import Path

import polib
import pytest

from scripts.check_messages import problems


@pytest.mark.parametrize(
    ("language", "msgid", "msgstr", "found"),
    [
        ("fr", "Name: %(name)s", "Nom\N{NO-BREAK SPACE}: %(name)s", []),
        ("fr", "Name: %(name)s", "Nom : %(name)s", ["a space where a line must not end: 'Name: %(name)s'"]),
        ("fr", "“Name”", "« Nom\N{NO-BREAK SPACE}»", ["a space where a line must not end: '“Name”'"]),
        ("fr", "by %(name)s", "par %(name)s", []),
        ("pt", "Name: %(name)s", "Nome : %(name)s", []),
        ("pt", "by %(name)s", "por %(nome)s", ["other placeholders than the text: 'by %(name)s'"]),
        ("pt", "Name", "", ["untranslated: 'Name'"]),
    ],
)
def test_a_translation_is_whole_and_keeps_its_lines_together(
    tmp_path: Path, language: str, msgid: str, msgstr: str, found: list[str]
) -> None:
    catalogue = polib.POFile()
    catalogue.metadata = {"Language": language, "Plural-Forms": "nplurals=2; plural=n != 1;"}
    catalogue.append(polib.POEntry(msgid=msgid, msgstr=msgstr))
    path = tmp_path / "django.po"
    catalogue.save(str(path))
    assert list(problems(path, path)) == found
