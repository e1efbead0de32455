"""Excel workbooks: their sheets, their dates and numbers, and workbooks made to do harm."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from kanban_app.operations.importing import xlsx_check
from kanban_app.operations.importing.reading import read_plant
from kanban_app.operations.importing.xlsx_check import fault_of_workbook
from tests.importing.factory_files import GOOD, Files, codes, the_only

Sheets = dict[str, list[list[Any]]]


def good_sheets() -> Sheets:
    return {
        name.removesuffix(".csv"): [line.split(",") for line in content.splitlines()] for name, content in GOOD.items()
    }


def workbook(path: Path, sheets: Sheets, hidden: tuple[str, ...] = ()) -> Path:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd", "remove_timezone": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name in hidden:
                sheet.hide()
    return path


def test_a_plant_in_one_workbook_reads_like_its_csv_files(files: Files, tmp_path: Path) -> None:
    from_csv = files.good().read()
    from_xlsx = read_plant([workbook(tmp_path / "plant.xlsx", good_sheets())])
    assert from_xlsx.problems == ()
    assert from_xlsx.draft.items == from_csv.draft.items
    assert from_xlsx.draft.bom == from_csv.draft.bom
    assert from_xlsx.draft.stock == from_csv.draft.stock
    assert set(from_xlsx.draft.stations) == set(from_csv.draft.stations)
    assert list(from_xlsx.draft.order_lines) == list(from_csv.draft.order_lines)
    assert from_xlsx.facts.routing == from_csv.facts.routing


def test_date_cells_and_number_cells_are_dates_and_numbers(tmp_path: Path) -> None:
    sheets = good_sheets()
    sheets["orders"][1:] = [
        [1, "Ada", "bench", "shop", datetime(2027, 1, 4, tzinfo=UTC), 2, "closed"],
        [2.0, "Ada", "bench", "shop", datetime(2027, 1, 5, 8, 30, tzinfo=UTC), 3.0, "open"],
        [3, "Ada", "bench", "shop", 46388, 3.0, "open"],
    ]
    reading = read_plant([workbook(tmp_path / "plant.xlsx", sheets)])
    assert codes(reading) == [("serial_date", "plant.xlsx", 4, "due")]
    assert [(line.order_number, line.due_on.isoformat(), line.quantity) for line in reading.draft.order_lines] == [
        ("1", "2027-01-04", 2),
        ("2", "2027-01-05", 3),
        ("3", "2027-01-01", 3),
    ]


def test_zeros_that_a_spreadsheet_ate_are_found_again_among_the_known_codes(tmp_path: Path) -> None:
    sheets: Sheets = {
        "items": [["item"], ["00123"], ["00456"]],
        "stock": [["item", "location", "on_hand"], [123, "hall", 5], ["456", "hall", 6], ["00456", "shop", 7]],
    }
    reading = read_plant([workbook(tmp_path / "plant.xlsx", sheets)])
    assert [s.item for s in reading.draft.stock] == ["00123", "00456", "00456"]
    assert [(p.code, p.row, p.value) for p in reading.problems] == [("lost_zeros", 2, "123"), ("lost_zeros", 3, "456")]
    assert "00123" in reading.problems[0].text()


def test_zeros_are_not_guessed_where_two_codes_fit(tmp_path: Path) -> None:
    sheets: Sheets = {
        "items": [["item"], ["0123"], ["00123"]],
        "stock": [["item", "location", "on_hand"], [123, "hall", 5]],
    }
    reading = read_plant([workbook(tmp_path / "plant.xlsx", sheets)])
    assert [p.code for p in reading.errors] == ["unknown_item"]


def test_a_name_that_became_a_date_is_refused_with_its_place(tmp_path: Path) -> None:
    sheets = good_sheets()
    sheets["stock"].append([datetime(2027, 3, 1, tzinfo=UTC), "hall", 5])
    reading = read_plant([workbook(tmp_path / "plant.xlsx", sheets)])
    problem = the_only(reading, "date_for_name")
    assert problem.place() == "plant.xlsx, sheet stock, row 4, column item"


def test_rows_are_counted_as_the_spreadsheet_counts_them(tmp_path: Path) -> None:
    sheets = good_sheets()
    sheets["stock"] = [[], ["", "List of stock"], [], ["", "item", "location", "on_hand"], [], ["", "bnech", "hall", 5]]
    reading = read_plant([workbook(tmp_path / "plant.xlsx", sheets)])
    problem = the_only(reading, "unknown_item")
    assert (problem.row, problem.column, problem.value) == (6, "item", "bnech")
    assert "Is it bench?" in problem.text()


def test_hidden_sheets_are_left_out_and_told(tmp_path: Path) -> None:
    sheets = good_sheets()
    sheets["orders old"] = sheets["orders"]
    reading = read_plant([workbook(tmp_path / "plant.xlsx", sheets, hidden=("orders old",))])
    assert [(p.code, p.sheet) for p in reading.problems] == [("hidden_sheet", "orders old")]
    assert len(reading.draft.order_lines) == 2


def test_empty_sheets_are_no_problem(tmp_path: Path) -> None:
    reading = read_plant([workbook(tmp_path / "plant.xlsx", {**good_sheets(), "Sheet2": []})])
    assert reading.problems == ()


def test_a_workbook_named_csv_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = workbook(tmp_path / "plant.xlsx", good_sheets()).rename(tmp_path / "plant.csv")
    assert read_plant([path]).problems == ()


# ------------------------------------------------------------------------------------ workbooks that do harm


def parts_of(tmp_path: Path) -> dict[str, bytes]:
    path = workbook(tmp_path / "whole.xlsx", good_sheets())
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(tmp_path: Path, parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    path = tmp_path / "packed.xlsx"
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def refused(path: Path) -> str:
    reading = read_plant([path])
    assert not reading.is_bookable
    (code, *_) = [p.code for p in reading.errors]
    return code


def test_the_parts_packed_again_are_a_good_workbook(tmp_path: Path) -> None:
    assert read_plant([packed(tmp_path, parts_of(tmp_path))]).problems == ()


def test_a_workbook_that_unpacks_to_a_hundred_times_its_size_is_not_opened(tmp_path: Path) -> None:
    assert refused(packed(tmp_path, parts_of(tmp_path) | {"xl/media/x.bin": b"\0" * 5_000_000})) == "workbook_bomb"


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_check, "LARGEST_UNZIPPED_BYTES", 10_000)
    assert refused(packed(tmp_path, parts_of(tmp_path))) == "workbook_too_large"


def test_a_workbook_too_large_to_look_into_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_check, "LARGEST_FILE_BYTES", 100)
    assert refused(packed(tmp_path, parts_of(tmp_path))) == "workbook_too_large"


def test_a_workbook_of_thousands_of_parts_is_not_opened(tmp_path: Path) -> None:
    assert refused(packed(tmp_path, parts_of(tmp_path) | {f"x/{n}": b"" for n in range(2100)})) == "workbook_bomb"


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil", "xl/../../evil", "C:/evil", "..\\evil"])
def test_a_workbook_whose_parts_lead_out_of_it_is_not_opened(tmp_path: Path, name: str) -> None:
    assert refused(packed(tmp_path, parts_of(tmp_path) | {name: b"x"})) == "workbook_leads_out"


def test_a_workbook_with_entities_is_not_opened(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet/>'
    assert refused(packed(tmp_path, parts_of(tmp_path) | {SHEET: bomb})) == "workbook_entities"


def test_a_forbidden_word_across_the_border_of_two_pieces_is_seen(tmp_path: Path) -> None:
    padded = b"<worksheet>" + b"<!-- " + bytes(range(97, 123)) * 40_329 + b" -->"
    padded = padded[: (1 << 20) - 4] + b"<!DOCTYPE x>"
    assert refused(packed(tmp_path, parts_of(tmp_path) | {SHEET: padded}, zipfile.ZIP_STORED)) == "workbook_entities"


def test_one_cell_in_the_last_corner_does_not_lay_out_the_whole_sheet(tmp_path: Path) -> None:
    sheet = parts_of(tmp_path)[SHEET].replace(b'r="A1"', b'r="XFD1048576"', 1)
    assert refused(packed(tmp_path, parts_of(tmp_path) | {SHEET: sheet})) == "workbook_too_wide"


def test_cells_that_do_not_say_where_they_stand_are_counted(tmp_path: Path) -> None:
    wide = b"<row>" + b"<c/>" * 16_000 + b"</row>" + b'<row r="1048576"><c r="A1048576"/></row>'
    sheet = b"<worksheet><sheetData>" + wide + b"</sheetData></worksheet>"
    path = packed(tmp_path, parts_of(tmp_path) | {SHEET: sheet}, zipfile.ZIP_STORED)
    assert refused(path) == "workbook_too_wide"


def test_a_part_that_lies_about_its_size_is_not_opened(tmp_path: Path) -> None:
    data = bytearray(packed(tmp_path, parts_of(tmp_path)).read_bytes())
    # The sizes in the directory at the end: signature, then 20 bytes on the packed and 24 on the unpacked size.
    place = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 10)
    path = tmp_path / "liar.xlsx"
    path.write_bytes(data)
    assert refused(path) == "broken_workbook"


def test_a_part_packed_in_a_way_no_spreadsheet_uses_is_not_opened(tmp_path: Path) -> None:
    assert refused(packed(tmp_path, parts_of(tmp_path), zipfile.ZIP_BZIP2)) == "broken_workbook"


@pytest.mark.parametrize("length", [5, 100, 1000, -30])
def test_a_workbook_cut_off_is_told_and_changes_nothing(tmp_path: Path, length: int) -> None:
    path = tmp_path / "cut.xlsx"
    path.write_bytes(packed(tmp_path, parts_of(tmp_path)).read_bytes()[:length])
    assert refused(path) == "broken_workbook"


def test_a_zip_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    assert refused(packed(tmp_path, {"hello.txt": b"hello"})) == "no_workbook"


def test_a_workbook_before_2007_or_with_a_password_is_told(tmp_path: Path) -> None:
    path = tmp_path / "old.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert refused(path) == "old_workbook"


def test_without_the_check_the_corner_cell_would_have_been_laid_out(tmp_path: Path) -> None:
    """The negative control: a sheet some rows high, which the check lets pass and the reader lays out in full."""
    sheet = parts_of(tmp_path)[SHEET].replace(b'r="A1"', b'r="XFD1"', 1)
    path = packed(tmp_path, parts_of(tmp_path) | {SHEET: sheet})
    assert fault_of_workbook(path) is None
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes())) as book:
        widest = max(len(row) for row in book.get_sheet_by_index(0).iter_rows())
    assert widest > 16_000
