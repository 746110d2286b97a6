"""A document is what its name says."""

import io

import pytest

from media.document_kinds import problem_with
from tests.media.files import PDF, archive, picture, word


def problem(content: bytes, extension: str) -> str:
    return problem_with(io.BytesIO(content), extension)


def open_document(kind: str) -> bytes:
    return archive(
        {"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(), "content.xml": b"<x/>"}
    )


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (PDF, "pdf"),
        (word(), "docx"),
        (archive({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "xlsx"),
        (archive({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "pptx"),
        (open_document("text"), "odt"),
        (open_document("spreadsheet"), "ods"),
        (open_document("presentation"), "odp"),
        (b"name;city\nAutomotive;Graz\n", "csv"),
        ("\ufeffÄpfel".encode(), "txt"),
        ("Äpfel".encode("utf-16"), "txt"),
        ("Äpfel".encode("cp1252"), "txt"),
    ],
)
def test_a_true_document_is_accepted(content, extension):
    assert problem(content, extension) == ""


@pytest.mark.parametrize(
    ("content", "extension", "said"),
    [
        (b"MZ\x90\0", "pdf", "content is not what its name says"),
        (b"<html>%PDF-1.7", "pdf", "content is not what its name says"),
        (PDF + archive({"a": b"b"}), "pdf", "two things at once"),
        (picture(), "docx", "content is not what its name says"),
        (archive({"a.exe": b"MZ"}), "docx", "content is not what its name says"),
        (word(), "xlsx", "content is not what its name says"),
        (open_document("text"), "ods", "content is not what its name says"),
        (b"MZ" + word(), "docx", "content is not what its name says"),
        (word()[:-30], "docx", "damaged"),
        (word(**{"word/vbaProject.bin": b"x"}), "docx", "macros"),
        (word(**{"word/media/a": b"\0" * 50_000_000}), "docx", "out of all proportion"),
        (b"\xef\xbb\xbf <!DOCTYPE html><script>", "txt", "browser"),
        (b"<svg onload=alert(1)>", "csv", "browser"),
        (PDF, "txt", "browser"),
        (b"a\0b", "txt", "no text file"),
    ],
)
def test_anything_else_is_refused_and_said_why(content, extension, said):
    assert said in problem(content, extension)
