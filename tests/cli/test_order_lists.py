"""Whole lists of orders from real files: prices, notes, references and choices, in CSV of two code pages and XLSX."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.cli.program import Prompt

OFFER = """\
item,group,rule,choice,default,component,quantity,surcharge
rack,,,,,,,100
rack,size,one required,wide,,peg,2,5
rack,size,one required,small,,,,
rack,paint,any,red,,,,1.5
rack,paint,any,blå,,,,2
"""
ENGLISH = ["order", "customer", "item", "deliver from", "wanted", "quantity", "unit price", "comment", "options"]
SWEDISH = "Ordernummer;Kund;Artikel;Levereras från;Önskat datum;Antal;À-pris;Anmärkning;Er referens;Tillval"
NORWEGIAN = "Ordrenummer;Kunde;Artikkel;Leveres fra;Ønsket dato;Antall;Stykkpris;Merknad;Deres referanse;Tilvalg"


@pytest.fixture
def offered(prompt: Prompt, fast_path: Path) -> Prompt:
    """Racks are assembled to order."""
    file = fast_path / "offer.csv"
    file.write_text(OFFER, encoding="utf-8")
    assert prompt.json("options", "import", file).exit_code == 0
    return prompt


def lines_of(prompt: Prompt, number: str) -> list[Any]:
    [order] = prompt.json("order", "list", number).answer["orders"]
    lines: list[Any] = prompt.json("order", "show", number).answer["lines"]
    assert [line["price"] for line in order["lines"]] == [line["price"] for line in lines]
    return lines


@pytest.mark.parametrize(("head", "encoding"), [(SWEDISH, "cp1252"), (SWEDISH, "utf-8-sig"), (NORWEGIAN, "cp1252")])
def test_a_nordic_list_comes_in_whole_and_once(offered: Prompt, fast_path: Path, head: str, encoding: str) -> None:
    rows = (
        'A-1;Åsa;rack;shop;2027-03-01;2;1.249,50;lås dörren;PO 4711;"size=wide; paint=BLÅ;"',
        'A-1;Åsa;rack;shop;2027-03-01;3;;;;"size=small; paint=red, paint=blå"',
        "A-1;Åsa;peg;bench;2027-03-01;8;0,5;till våren;;",
    )
    file = fast_path / "orderlista.csv"
    body = [head, *rows]
    file.write_bytes("\r\n".join(body).encode(encoding))
    ended = offered.json("order", "import", file)
    assert (ended.exit_code, ended.answer["booked"], ended.answer["errors"]) == (0, 3, 0), ended.answer
    wide, small, peg = lines_of(offered, "A-1")
    assert (wide["item"], wide["options"]) == ("rack · wide, blå", "size=wide; paint=blå")
    assert (wide["price"], wide["note"]) == ("1249.50", "PO 4711, lås dörren")
    assert (small["item"], small["price"], small["note"]) == ("rack · small, red, blå", "103.5", "")
    assert (peg["item"], peg["price"], peg["note"], peg["options"]) == ("peg", "0.5", "till våren", "")
    assert offered.json("order", "import", file).answer["booked"] == 0, "the same list again brings nothing new"
    changed = offered.json("options", "set", "rack", "--group", "size", "--choice", "wide", "--component", "peg")
    assert changed.exit_code == 0
    assert offered.json("order", "import", file).answer["booked"] == 0, "nor once a choice has other parts"
    assert offered.json("order", "confirm", "A-1").exit_code == 0


def test_a_workbook_keeps_numbers_dates_and_choices_below_each_other(offered: Prompt, fast_path: Path) -> None:
    file = fast_path / "orders.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet, day = book.add_worksheet("orders"), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ENGLISH)
        sheet.write_row(1, 0, ["B-1", "Bo", "rack", "shop", None, 2, 12.5, "by noon", "size=wide\npaint=red"])
        sheet.write_number(1, 4, 46447, day)
    ended = offered.json("order", "import", file)
    assert (ended.exit_code, ended.answer["booked"]) == (0, 1), ended.answer
    [line] = lines_of(offered, "B-1")
    assert (line["wanted"], line["price"], line["note"]) == ("2027-03-01", "12.5", "by noon")
    assert line["options"] == "size=wide; paint=red"


@pytest.mark.parametrize(
    ("price", "options", "code", "column", "said"),
    [
        ("12", "size=huge", "unknown_choice", "options", "size has no huge. Accepted: wide, small."),
        ("12", "colour=red", "unknown_group", "options", "There is no group colour. Accepted: size, paint."),
        ("12", "wide", "bad_option", "options", "“wide” is no choice."),
        ("12", "paint=red", "choice_missing", "options", "size is not chosen. Accepted: wide, small."),
        ("12", "size=wide; size=small", "one_choice_only", "options", "Of size one goes in."),
        ("cheap", "size=wide", "no_number", "unit price", "“cheap” is no number."),
        ("-1", "size=wide", "negative", "unit price", "-1 is less than zero."),
        ("1e11", "size=wide", "out_of_range", "unit price", "1e11 is too large."),
    ],
)
def test_a_bad_row_is_told_by_row_and_column_and_books_nothing(
    offered: Prompt, fast_path: Path, price: str, options: str, code: str, column: str, said: str
) -> None:
    file = fast_path / "orders.csv"
    bad = f"A-1,Ada,rack,shop,2027-03-01,2,{price},,{options}"
    file.write_text("\n".join([",".join(ENGLISH), bad, "A-2,Ada,peg,bench,2027-03-01,2,3,,"]), encoding="utf-8")
    ended = offered.json("order", "import", file)
    assert (ended.exit_code, ended.answer["code"], ended.answer["booked"]) == (3, "bad_rows", 0)
    [problem] = [one for one in ended.answer["problems"] if one["severity"] == "error"]
    assert (problem["row"], problem["column"], problem["code"]) == (2, column, code)
    assert said in problem["message"]
    assert offered.json("order", "list").answer["orders"] == []
    assert offered.json("order", "import", file, "--skip-bad-rows").answer["booked"] == 1


def test_choices_of_an_item_that_has_none_are_refused(offered: Prompt, fast_path: Path) -> None:
    file = fast_path / "orders.csv"
    file.write_text("\n".join([",".join(ENGLISH), "A-1,Ada,peg,bench,2027-03-01,2,,,size=wide"]), encoding="utf-8")
    [problem] = [one for one in offered.json("order", "import", file).answer["problems"] if one["row"] > 1]
    assert (problem["code"], problem["message"].split(": ", 1)[1]) == (
        "no_options",
        "peg has no choices. Accepted: nothing in this cell.",
    )


def test_without_choices_a_line_gets_the_usual_ones_as_if_it_were_typed(offered: Prompt, fast_path: Path) -> None:
    assert offered.run("order", "policy", "rack", "ato", "--reason", "variants").exit_code == 0
    file = fast_path / "orders.csv"
    file.write_text("order,customer,item,ship from,wanted,quantity\nA-1,Ada,rack,shop,2027-03-01,2\n", encoding="utf-8")
    refused = offered.json("order", "import", file).answer
    assert [one["code"] for one in refused["problems"] if one["severity"] == "error"] == ["choice_missing"]
    usual = ("options", "set", "rack", "--group", "size", "--choice", "small", "--default")
    assert offered.run(*usual).exit_code == 0
    assert offered.json("order", "import", file).answer["booked"] == 1
    [line] = lines_of(offered, "A-1")
    assert (line["options"], line["price"]) == ("size=small", "100")


def test_columns_with_other_names_are_told_once_and_remembered(offered: Prompt, fast_path: Path) -> None:
    file, mapping = fast_path / "list.csv", fast_path / "mapping.json"
    head = "Beleg,Wer,Was,Wo,Wann,Wieviel,Je,Sagt,Wie"
    columns = dict(zip(head.split(","), [*ENGLISH[:3], "deliver_from", "due", "quantity"], strict=False))
    columns |= {"Je": "price", "Sagt": "note", "Wie": "options"}
    entry = {"tables": [{"match": list(columns), "table": "orders", "columns": columns}]}
    mapping.write_text(str(entry).replace("'", '"'), encoding="utf-8")
    file.write_text(f"{head}\nA-1,Ada,rack,shop,2027-03-01,2,7.25,soon,size=wide\n", encoding="utf-8")
    assert offered.json("order", "import", file, "--mapping", mapping).answer["booked"] == 1
    file.write_text(f"{head}\nA-2,Ada,rack,shop,2027-03-01,2,7.25,soon,size=wide\n", encoding="utf-8")
    assert offered.json("order", "import", file).answer["booked"] == 1
    [line] = lines_of(offered, "A-2")
    assert (line["price"], line["note"], line["options"]) == ("7.25", "soon", "size=wide")


def test_the_import_of_a_plant_says_that_it_leaves_choices_out(offered: Prompt, fast_path: Path) -> None:
    file = fast_path / "orders.csv"
    file.write_text("\n".join([",".join(ENGLISH), "A-1,Ada,rack,shop,2027-03-01,2,9,,size=wide"]), encoding="utf-8")
    problems = offered.json("import", file).answer["problems"]
    assert ("choices_left_out", "options") in [(one["code"], one["column"]) for one in problems]


def test_everything_that_is_wrong_with_a_row_is_told_at_once(offered: Prompt, fast_path: Path) -> None:
    file = fast_path / "orders.csv"
    bad = "A-1,Ada,rack,shop,2027-03-01,2,cheap,,size=huge"
    file.write_text("\n".join([",".join(ENGLISH), bad]), encoding="utf-8")
    problems = offered.json("order", "import", file).answer["problems"]
    assert [one["column"] for one in problems if one["severity"] == "error"] == ["unit price", "options"]
