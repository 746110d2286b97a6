"""Files as people send them: read, or refused with a reason."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from clusters.importing import reading
from clusters.importing.columns import HEADER, normal
from clusters.importing.problems import FileProblem
from clusters.importing.reading import read_table
from portal.characters import without_controls
from portal.spreadsheets import shielded, unshielded


def workbook(*rows, sheets=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for title, more in sheets:
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows(data):
    table = read_table(data, HEADER)
    assert table.problems == []
    return table.rows


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_with_either_separator_with_and_without_mark(separator, start, end):
    text = f'Name{separator}slug{end}"Łódź{separator} ""A"""{separator}lodz{end}{end}'
    assert rows(start + text.encode()) == [(2, {"name": f'Łódź{separator} "A"', "slug": "lodz"})]


@pytest.mark.parametrize("first", ["sep=;\n", '"sep=;"\r\n', "\ufeffSEP=;\r\n"])
def test_the_line_that_tells_excel_the_separator_is_no_row(first):
    assert rows(f"{first}slug;name\na;A".encode()) == [(2, {"slug": "a", "name": "A"})]


def test_excel_dates_and_numbers_are_read_as_text():
    data = workbook(
        ["slug", "name", "founded_year", "lat", "members", "notes"],
        ["a", 1860, 2005.0, 48.5, date(2026, 5, 4), datetime(2026, 5, 4, 9)],
        [None, None],
    )
    expected = {"slug": "a", "name": "1860", "founded_year": "2005", "lat": "48.5"}
    assert rows(data) == [(2, expected | {"members": "2026-05-04", "notes": "2026-05-04 09:00:00"})]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n", "is empty"),
        ("slug,name\n".encode("utf-16"), "perhaps UTF-16"),
        ("slug,name\na,Köln\n".encode("latin-1"), "perhaps Latin-1.*line 2"),
        (b"slug\tname\n", "separated by tabs"),
        (b'slug,name\na,"open', "Row 2 cannot be read as CSV"),
        (b"Clusters of Europe,,\nslug,name,country_iso2\n", "does not name the columns.*merged"),
        (b"slug,name,slug\n", "stand twice"),
        (b"PK\x03\x04nothing", "damaged or not one"),
        (b"\xd0\xcf\x11\xe0old", "old or an encrypted"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(data, reason):
    with pytest.raises(FileProblem, match=f"(?s){reason}"):
        read_table(data, HEADER)


def test_a_merged_header_is_refused():
    book = Workbook()
    book.active.append(["All clusters", None, None])
    book.active.merge_cells("A1:C1")
    book.active.append(["slug", "name", "country_iso2"])
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(FileProblem, match=r"all clusters.*merged"):
        read_table(out.getvalue(), HEADER)


def test_a_formula_and_an_error_are_refused_where_they_stand():
    table = read_table(workbook(["slug", "name"], ["a", "=1+1"], ["b", "#REF!"]), HEADER)
    assert [(each.row, each.column, each.value) for each in table.problems] == [
        (2, "name", "=1+1"),
        (3, "name", "#REF!"),
    ]
    assert "Cell B2 is a formula" in table.problems[0].expected


def test_the_sheet_with_the_columns_is_read_and_two_of_them_are_refused():
    legend = ("Legend", [["Colours", "mean"], ["red", "new"]])
    table = [["slug", "name"], ["a", "A"]]
    assert rows(workbook(*table, sheets=[legend])) == [(2, {"slug": "a", "name": "A"})]
    with pytest.raises(FileProblem, match=r"Several sheets.*Second"):
        read_table(workbook(*table, sheets=[("Second", table)]), HEADER)


def test_an_unknown_column_is_named_with_the_nearest_known_one():
    table = read_table(b"slug,name,webside_domain,colour\na,A,,\n", HEADER)
    assert "“website_domain” meant?" in table.problems[0].expected
    assert table.problems[1].column == "colour"


def packed(**files):
    out = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(workbook(["slug"], ["a"])))
    members = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in (members | files).items():
            target.writestr(name, data)
    return out.getvalue()


def test_a_problem_holds_no_character_that_the_database_refuses():
    table = read_table(b"slug,name\n" + b"a" * 1000 + b",A\0B", HEADER)
    assert [each.as_json()["value"] for each in table.problems] == ["AB"]


def test_a_workbook_that_is_huge_when_unpacked_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_UNPACKED", 1_000_000)
    data = packed(**{"xl/media/image.png": b"\0" * 2_000_000})
    assert len(data) < 20_000
    with pytest.raises(FileProblem, match="when it is unpacked"):
        read_table(data, HEADER)


def sheet_with(*rows):
    """A small workbook whose sheet has the names of columns in row 1 and these rows."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>slug</t></is></c></row>'
        f"{''.join(rows)}</sheetData></worksheet>"
    )
    return packed(**{"xl/worksheets/sheet1.xml": sheet})


def test_a_sheet_whose_first_rows_are_empty_is_not_searched_for_its_names_to_the_end():
    blank = [[]] * reading.MOST_EMPTY_ROWS
    table = [["slug"], ["a"]]
    assert rows(workbook(*blank, *table)) == [(reading.MOST_EMPTY_ROWS + 2, {"slug": "a"})]
    with pytest.raises(FileProblem, match="is empty"):
        read_table(workbook(*blank, [], *table), HEADER)


def test_a_workbook_of_many_sheets_is_refused():
    data = workbook(["slug"], ["a"], sheets=[(f"S{number}", []) for number in range(reading.MOST_SHEETS)])
    with pytest.raises(FileProblem, match="more than 100 sheets"):
        read_table(data, HEADER)


def test_a_row_number_that_no_workbook_has_is_refused():
    with pytest.raises(FileProblem, match="below row 1048576"):
        read_table(sheet_with('<row r="2000000000"/>'), HEADER)


def test_rows_that_are_not_in_the_file_are_not_looked_at(monkeypatch):
    looked = []
    monkeypatch.setattr(reading, "_text", lambda value: looked.append(value) or str(value or ""))
    far = '<row r="200000"><c r="A200000" t="inlineStr"><is><t>far</t></is></c></row>'
    assert rows(sheet_with(far)) == [(200_000, {"slug": "far"})]
    assert len(looked) < 10


def test_a_value_below_a_merged_name_is_said_to_be_that():
    table = read_table(workbook(["slug", "name", None], ["a", "A", "B"]), HEADER)
    assert [(each.value, "merged" in each.expected) for each in table.problems] == [("B", True)]


def test_a_row_that_is_too_wide_is_one_problem():
    table = read_table(b"slug,name\na,A" + b",x" * 100_000, HEADER)
    assert [(each.row, each.value) for each in table.problems] == [(2, "x")]
    with pytest.raises(FileProblem, match="Line 2 has more than 1000000 characters"):
        read_table(b"slug,name\n" + b"," * 1_000_001, HEADER)


def test_collecting_problems_ends(monkeypatch):
    monkeypatch.setattr(reading, "MOST_PROBLEMS", 3)
    table = read_table(b"slug\n" + b"a,x\n" * 100, HEADER)
    assert len(table.problems) == 4


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY e "&a;&a;&a;&a;">]>',
    ],
)
def test_entities_in_a_workbook_are_refused(declaration):
    sheet = (
        f'<?xml version="1.0"?>{declaration}'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>slug</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>&e;</t></is></c></row>'
        "</sheetData></worksheet>"
    )
    with pytest.raises(FileProblem, match="damaged or not one"):
        read_table(packed(**{"xl/worksheets/sheet1.xml": sheet}), HEADER)


@pytest.mark.parametrize("text", ["=1+1", "+49", "-", "@x", "\tx", "'quoted", "plain", ""])
def test_no_cell_of_an_export_is_taken_for_a_formula(text):
    assert not shielded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unshielded(shielded(text)) == text


def test_control_characters_go_and_breaks_become_blanks():
    assert without_controls("a\x0b\x0cb\tc\nd\x00\x1b\x7f\ud800\uffff") == "a b\tc\nd"


def test_blanks_and_line_ends_do_not_count():
    assert normal(" a\r\nb\r\x07 ") == "a\nb"
