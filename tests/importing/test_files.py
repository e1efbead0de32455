"""Files as they come from different programs and countries: the same table in all of them."""

from __future__ import annotations

import codecs
import os

import pytest

from tests.importing.factory_files import GOOD, Files, codes, the_only

ORDERS = [
    ["order", "customer", "item", "deliver_from", "due", "quantity", "status"],
    ["1", "Åsa Öberg", "bench", "shop", "2027-01-04", "2", "closed"],
    ["2", "Åsa Öberg", "bench", "shop", "2027-01-05", "3", "open"],
]


def text(delimiter: str = ",", newline: str = "\n") -> str:
    return newline.join(delimiter.join(row) for row in ORDERS) + newline


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter_is_found_out(files: Files, delimiter: str) -> None:
    reading = files.good(orders=text(delimiter)).read()
    assert reading.problems == ()
    assert [line.quantity for line in reading.draft.order_lines] == [2, 3]


@pytest.mark.parametrize(
    "content, told",
    [
        (text().encode(), False),
        (codecs.BOM_UTF8 + text().encode(), False),
        (text().encode("utf-16"), False),
        (codecs.BOM_UTF16_BE + text().encode("utf-16-be"), False),
        (text().encode("utf-16-le"), False),
        (text().encode("utf-16-be"), False),
        (text().encode("cp1252"), True),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16 big end", "utf-16 no mark", "utf-16 big no mark", "windows"],
)
def test_each_encoding_is_found_out_and_only_the_fallback_is_told(files: Files, content: bytes, told: bool) -> None:
    reading = files.good(orders=content).read()
    assert [line.customer for line in reading.draft.order_lines] == ["Åsa Öberg"] * 2
    assert [p.code for p in reading.problems] == (["windows_1252"] if told else [])
    assert reading.is_bookable


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_each_line_end_is_found_out(files: Files, newline: str) -> None:
    assert len(files.good(orders=text(newline=newline)).read().draft.order_lines) == 2


def test_empty_lines_are_passed_over_and_rows_keep_their_numbers(files: Files) -> None:
    rows = text().splitlines()
    content = "\n".join(["", rows[0], "", " , ,", rows[1], "", rows[2].replace("2027-01-05", "soon"), ""])
    reading = files.good(orders=content).read()
    assert codes(reading) == [("no_date", "orders.csv", 7, "due")]
    assert len(reading.draft.order_lines) == 1


def test_titles_above_the_headers_are_passed_over(files: Files) -> None:
    reading = files.good(orders="Order list,printed 2027-01-04\n\n" + text()).read()
    assert reading.problems == ()
    assert len(reading.draft.order_lines) == 2


def test_excels_sep_line_is_understood(files: Files) -> None:
    reading = files.good(orders="sep=;\n" + text(";").replace("2027-01-05", "soon")).read()
    assert codes(reading) == [("no_date", "orders.csv", 4, "due")]


def test_quotes_hold_delimiters_newlines_and_quotes(files: Files) -> None:
    items = 'item;description\n"bench";"red; or\nblue, 5"" thick"\nseat;\nleg;\nwood;\n'
    reading = files.good(items=items, stock="", suppliers="", bom="").read()
    assert reading.draft.items[0].description == 'red; or blue, 5" thick'


def test_a_quote_that_never_ends_stops_the_import_even_if_bad_rows_are_skipped(files: Files) -> None:
    reading = files.good(orders=text().replace("2,Åsa", '"2,Åsa')).read(skip_bad_rows=True)
    assert [p.code for p in reading.errors] == ["broken_quotes"]
    assert not reading.is_bookable


def test_more_cells_than_headers_are_not_silently_dropped(files: Files) -> None:
    stock = "item,location,on_hand\nwood,hall,12,5\nbench,shop,3,,\n"
    reading = files.good(stock=stock).read()
    assert codes(reading) == [("too_many_cells", "stock.csv", 2, "")]


def test_headers_that_come_again_in_the_middle_are_passed_over(files: Files) -> None:
    rows = text().splitlines()
    reading = files.good(orders="\n".join([rows[0], rows[1], rows[0], rows[2]])).read()
    assert reading.problems == ()
    assert len(reading.draft.order_lines) == 2


def test_decimal_commas_are_read_where_semicolons_divide(files: Files) -> None:
    reading = files.good(stock="item;location;on_hand\nwood;hall;12,5\nbench;shop;3\n").read()
    assert {(s.item, s.quantity) for s in reading.draft.stock} == {("wood", 12_500), ("bench", 3)}


def test_three_digits_after_a_comma_between_semicolons_are_decimals(files: Files) -> None:
    reading = files.good(stock="item;location;on_hand\nwood;hall;1,234\n").read()
    assert [s.quantity for s in reading.draft.stock] == [1234]


def test_three_digits_after_a_quoted_comma_mean_two_things_and_are_refused(files: Files) -> None:
    reading = files.good(stock='item,location,on_hand\nwood,hall,"1,234"\n').read()
    problem = the_only(reading, "ambiguous_number")
    assert "1234 or 1.234" in problem.text()
    assert "without a thousands sign" in problem.text()


def test_another_row_settles_what_a_comma_means(files: Files) -> None:
    reading = files.good(stock='item,location,on_hand\nwood,hall,"1,234"\nbench,shop,"1,234.0"\n').read()
    assert {(s.item, s.quantity) for s in reading.draft.stock} == {("wood", 1_234_000), ("bench", 1234)}


def test_dates_are_read_as_the_column_shows(files: Files) -> None:
    orders = (
        "order;item;deliver_from;due;quantity;status\n1;bench;shop;03/04/2027;2;open\n2;bench;shop;31/04/2027;2;open\n"
    )
    reading = files.good(orders=orders.replace("31/04", "30/04")).read()
    assert [line.due_on.isoformat() for line in reading.draft.order_lines] == ["2027-04-03", "2027-04-30"]


def test_a_column_of_ambiguous_dates_is_refused_row_by_row(files: Files) -> None:
    orders = (
        "order,item,deliver_from,due,quantity,status\n1,bench,shop,03/04/2027,2,open\n2,bench,shop,05/04/2027,2,open\n"
    )
    reading = files.good(orders=orders).read()
    assert codes(reading) == [("ambiguous_date", "orders.csv", row, "due") for row in (2, 3)]


def test_a_date_that_became_a_number_is_read_and_told(files: Files) -> None:
    orders = "order,item,deliver_from,due,quantity,status\n1,bench,shop,46388,2,open\n"
    reading = files.good(orders=orders).read()
    assert codes(reading) == [("serial_date", "orders.csv", 2, "due")]
    assert [line.due_on.isoformat() for line in reading.draft.order_lines] == ["2027-01-01"]


# ------------------------------------------------------------------------------------------- what is no table


def test_a_missing_file_is_told(files: Files) -> None:
    from kanban_app.operations.importing.reading import read_plant

    reading = read_plant([files.folder / "nothing.csv"])
    assert [p.code for p in reading.problems] == ["no_such_file", "nothing_found"]
    assert not reading.is_bookable


def test_an_empty_folder_is_told(files: Files) -> None:
    assert "empty_folder" in [p.code for p in files.read().errors]


@pytest.mark.parametrize("content", [b"", b"\n\n", codecs.BOM_UTF8, b" \r\n"])
def test_an_empty_file_is_told_and_stops_nothing(files: Files, content: bytes) -> None:
    files.good().write("more.csv", content)
    reading = files.read()
    assert codes(reading) == [("empty_file", "more.csv", 0, "")]
    assert reading.is_bookable


@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02\x03 binary \x00 things", codecs.BOM_UTF32_LE + "a,b".encode("utf-32-le")]
)
def test_a_file_that_is_no_text_is_refused(files: Files, content: bytes) -> None:
    files.good().write("more.csv", content)
    assert [p.code for p in files.read().errors] == ["not_text"]


def test_a_folders_licence_and_hidden_files_are_left_alone(files: Files) -> None:
    files.good().write("LICENSE.txt", "Permission is hereby granted")
    files.write("~$plant.xlsx", b"lock")
    files.write(".hidden.csv", b"a,b\n1,2\n")
    (files.folder / "old").mkdir()
    assert files.read().problems == ()


def test_a_file_named_twice_is_read_once(files: Files) -> None:
    from kanban_app.operations.importing.reading import read_plant

    files.good()
    reading = read_plant([files.folder, files.folder / "items.csv", files.folder / ".." / "plant"])
    assert reading.problems == ()
    assert len(reading.draft.items) == 4


def test_other_kinds_of_files_are_refused_by_name(files: Files) -> None:
    from kanban_app.operations.importing.reading import read_plant

    path = files.write("plan.pdf", b"%PDF-1.7")
    assert [p.code for p in read_plant([path]).errors] == ["unknown_file_type", "nothing_found"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_one_may_not_read_is_told(files: Files) -> None:
    files.good()
    (files.folder / "orders.csv").chmod(0)
    assert [p.code for p in files.read().errors] == ["unreadable"]


def test_a_line_without_end_does_not_fill_the_memory(files: Files) -> None:
    files.good().write("more.csv", GOOD["orders.csv"].encode() + b"x" * 3_000_000)
    assert "broken_quotes" in [p.code for p in files.read().errors]


def test_a_file_cut_in_the_middle_of_utf16_is_refused(files: Files) -> None:
    reading = files.good(orders=text().encode("utf-16")[:-1]).read()
    assert [p.code for p in reading.errors] == ["not_text"]
