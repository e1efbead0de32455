"""Till files as they come: other words, other signs, packed, as a workbook; the same line is the same in each."""

from __future__ import annotations

import gzip
import json
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from kanban_app.operations.importing.columns import ImportCancelled
from kanban_app.operations.importing.mapping import MappingError
from kanban_app.operations.tills_fields import read_said, said, said_before, to_keep
from kanban_app.operations.tills_reading import TillReading, TillRows, read_till_file
from tests.tills.selling import till_file

ENGLISH = ("InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country")
LINES = [
    ("536365", "85123A", "LIGHT HOLDER", 6, "2010-12-01 08:26:00", "2.55", "17850", "UK"),
    ("C536379", "D", "Discount", -1, "2010-12-01 09:41:00", "27.5", "14527", "UK"),
    ("536366", "22633", "HAND WARMER", 1, "2010-12-02 08:28:00", "1.85", "", "UK"),
]


def read(path: Path, **reading: object) -> TillRows:
    return read_till_file(path, TillReading(**reading))  # type: ignore[arg-type] # fields of TillReading


def lines_of(rows: TillRows) -> list[tuple[str, Decimal, int, int]]:
    places = range(len(rows))
    return [
        (
            rows.codes[rows.code_of[place]].shown,
            rows.quantities[rows.quantity_of[place]],
            rows.days[place],
            rows.marks[place],
        )
        for place in places
    ]


def test_a_file_is_understood_by_its_headers(fast_path: Path) -> None:
    rows = read(till_file(fast_path, LINES, headers=ENGLISH))
    assert [one[:3] for one in lines_of(rows)] == [
        ("85123A", Decimal(6), 14944),
        ("D", Decimal(-1), 14944),
        ("22633", Decimal(1), 14945),
    ]
    assert rows.problems == ()
    assert (rows.codes[0].description, rows.codes[0].price) == ("LIGHT HOLDER", "2.55")
    [sheet] = rows.sheets
    assert sheet.unused == ("Country",)
    assert sheet.preview[0][:2] == ("536365", "85123A")


@pytest.mark.parametrize(
    "headers",
    [
        ("Kvittonr", "Artikelnr", "Benämning", "Antal", "Datum", "Pris", "Kund", "Land"),
        ("Bongnummer", "Varenummer", "Varenavn", "Antall", "Dato", "Pris", "Kunde", "Land"),
        ("Belegnr", "Artikelnummer", "Bezeichnung", "Menge", "Datum", "Preis", "Kundennummer", "Land"),
        ("receipt", "ean", "item description", "quantity sold", "timestamp", "unit price", "customer", "country"),
    ],
)
def test_other_languages_give_the_same_lines(fast_path: Path, headers: tuple[str, ...]) -> None:
    expected = lines_of(read(till_file(fast_path, LINES, headers=ENGLISH)))
    assert lines_of(read(till_file(fast_path, LINES, "other.csv", headers))) == expected


def test_a_line_is_the_same_in_csv_packed_and_in_a_workbook(fast_path: Path) -> None:
    from datetime import datetime

    plain = till_file(fast_path, LINES, headers=ENGLISH)
    packed = fast_path / "till.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    comma = fast_path / "comma.csv"
    text = plain.read_text(encoding="utf-8").replace(",", ";").replace("2.55", "2,5500").replace("08:26:00", "8:26")
    comma.write_text(text.replace("27.5", "27,5").replace("1.85", "1,85"), encoding="utf-8")
    workbook = xlsxwriter.Workbook(fast_path / "till.xlsx", {"default_date_format": "yyyy-mm-dd hh:mm"})
    sheet = workbook.add_worksheet("sales")
    sheet.write_row(0, 0, ENGLISH)
    for number, (invoice, code, name, quantity, at, price, customer, country) in enumerate(LINES, 1):
        sheet.write_row(number, 0, [invoice, code, name, quantity])
        sheet.write_datetime(number, 4, datetime.fromisoformat(str(at)))
        sheet.write_row(number, 5, [float(str(price)), int(customer) if customer else "", country])
    workbook.close()
    expected = lines_of(read(plain))
    for other in (packed, comma, fast_path / "till.xlsx"):
        assert lines_of(read(other)) == expected, other


def test_a_spreadsheets_number_for_a_moment_tells_day_and_time(fast_path: Path) -> None:
    headers = ("code", "quantity", "date")
    workbook = xlsxwriter.Workbook(fast_path / "till.xlsx")
    sheet = workbook.add_worksheet("sales")
    for number, row in enumerate([headers, ("a", 1, 46083.4375), ("a", 1, 46083.5), ("a", 1, 46083)]):
        sheet.write_row(number, 0, row)
    workbook.close()
    plain = [("a", 1, "2026-03-02 10:30"), ("a", 1, "2026-03-02 12:00"), ("a", 1, "2026-03-02")]
    comma = [("a", 1, "46083,4375"), ("a", 1, "46083,5"), ("a", 1, "46083")]
    expected = lines_of(read(till_file(fast_path, plain, headers=headers)))
    assert len({line[3] for line in expected}) == 3
    assert lines_of(read(fast_path / "till.xlsx")) == expected
    assert lines_of(read(till_file(fast_path, comma, "comma.csv", headers))) == expected


def test_day_and_time_in_two_columns_are_one_moment(fast_path: Path) -> None:
    one = till_file(fast_path, [("1", "a", 1, "2026-03-02 10:05")], "one.csv", ("receipt", "code", "quantity", "date"))
    two = till_file(
        fast_path, [("1", "a", 1, "02.03.2026", "10:05:00")], "two.csv", ("receipt", "code", "quantity", "date", "time")
    )
    later = till_file(
        fast_path, [("1", "a", 1, "2026-03-02", "3:05 PM")], "x.csv", ("receipt", "code", "quantity", "date", "time")
    )
    assert lines_of(read(one)) == lines_of(read(two))
    assert lines_of(read(one))[0][3] != lines_of(read(later))[0][3]


def test_lines_are_put_in_the_order_of_their_days(fast_path: Path) -> None:
    rows = read(till_file(fast_path, reversed(LINES), headers=ENGLISH))
    assert list(rows.days) == sorted(rows.days)
    assert [one[0] for one in lines_of(rows)] == ["D", "85123A", "22633"]


def test_what_a_person_said_about_columns_is_remembered_for_files_with_these_headers(fast_path: Path) -> None:
    path = till_file(fast_path, [("x", 2, "2026-03-02")], headers=("a", "b", "c"))
    unsaid = read(path)
    assert [problem.code for problem in unsaid.problems] == ["missing_column"]
    assert unsaid.has_fatal
    entry = said(("a", "b", "c"), {"a": "item", "b": "quantity", "c": "date"})
    assert len(read(path, said=entry)) == 1
    kept = said_before(dict([to_keep(entry.entries[0]), ("orders", "{}")]))
    assert len(read(path, said=kept)) == 1


def test_a_mapping_file_that_names_no_field_is_refused(fast_path: Path) -> None:
    path = fast_path / "mapping.json"
    path.write_text(json.dumps({"tables": [{"match": ["a"], "table": "sales", "columns": {"a": "weight"}}]}))
    with pytest.raises(MappingError) as raised:
        read_said(path)
    assert raised.value.fault.code == "bad_mapping_field"
    path.write_text(json.dumps({"tables": [{"match": ["a"], "table": "sales", "columns": {"a": "item"}}]}))
    assert read_said(path).entries[0].columns == {"a": "item"}


@pytest.mark.parametrize("content", [b"", b"\x1f\x8b broken", b"\x00\x01\x02"])
def test_what_is_no_file_of_lines_is_told_and_raises_nothing(fast_path: Path, content: bytes) -> None:
    for name in ("till.csv", "till.csv.gz", "till.xlsx"):
        path = fast_path / name
        path.write_bytes(content)
        rows = read(path)
        assert rows.problems
        assert len(rows) == 0


def test_reading_can_be_stopped(fast_path: Path) -> None:
    path = till_file(fast_path, [("1", "a", 1, "2026-03-02")] * 6_000, headers=("receipt", "code", "quantity", "date"))
    told: list[int] = []
    with pytest.raises(ImportCancelled):
        read(path, progress=lambda rows, _whole: told.append(rows), cancelled=lambda: bool(told))
    assert told == [5_000]
