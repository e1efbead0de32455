"""Which table is which: by headers in four languages, by names of files, and by what a person has told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kanban_app.operations.importing.fields import READING_ORDER, TABLES
from kanban_app.operations.importing.header_text import plain, spellings
from kanban_app.operations.importing.mapping import (
    Mapping,
    MappingEntry,
    MappingError,
    mapping_of,
    read_mapping,
    remembered,
    signature,
    template,
    to_remember,
)
from kanban_app.operations.importing.reading import read_plant
from kanban_app.operations.importing.recognising import Recognised, recognise
from tests.importing.factory_files import Files, codes, the_only


def seen(headers: str, name: str = "data", mapping: Mapping | None = None) -> Recognised:
    found = recognise([(1, list(headers.split(",")))], (name,), mapping or Mapping())
    assert found is not None
    return found


def fields_of(found: Recognised) -> dict[str, str]:
    return {found.headers[index]: name for name, index in found.columns.items()}


@pytest.mark.parametrize(
    "headers, table",
    [
        ("item,category,subcategory,unit_cost", "items"),
        ("parent,component,quantity_per", "bom"),
        ("item,operation,workstation,location,minutes_per_unit,fixed_minutes", "routing"),
        ("supplier,item,delivered_to,lead_time_days,minimum_order,order_multiple,priority", "suppliers"),
        ("item,from,to,lead_time_days,minimum,multiple", "transfers"),
        ("item,location,on_hand", "stock"),
        ("order,customer,item,deliver_from,due,quantity,status,priority", "orders"),
        ("station,kind,location,served_from", "stations"),
        ("item,source,consumer,container_quantity,card_count,lot_cards,lead_time_minutes", "loops"),
        # Svenska
        ("Artikelnummer,Benämning,Enhet,Artikelgrupp,Pris", "items"),
        ("Huvudartikel,Ingående artikel,Antal per", "bom"),
        ("Artikel,Operation,Maskin,Plats,Stycktid,Ställtid", "routing"),
        ("Leverantör,Artikelnr,Ledtid dagar,Minsta orderkvantitet,Förpackning", "suppliers"),
        ("Artikel,Från lager,Till lager,Ledtid", "transfers"),
        ("Artikel,Lagerplats,Saldo", "stock"),
        ("Ordernr,Kund,Artikel,Önskat datum,Antal,Orderstatus", "orders"),
        # Norsk
        ("Varenummer,Varenavn,Enhet,Varegruppe", "items"),
        ("Overordnet artikkel,Komponent,Antall per", "bom"),
        ("Artikkel,Arbeidsstasjon,Lokasjon,Stykktid,Omstillingstid", "routing"),
        ("Leverandør,Varenr,Leveringstid dager,Minste bestilling", "suppliers"),
        ("Vare,Fra lager,Til lager,Ledetid dager", "transfers"),
        ("Varenr,Lager,Beholdning", "stock"),
        ("Ordrenummer,Kunde,Varenr,Leveringsdato,Antall,Status", "orders"),
        # Deutsch
        ("Artikelnummer,Bezeichnung,Mengeneinheit,Warengruppe", "items"),
        ("Baugruppe,Komponente,Menge je Stück", "bom"),
        ("Material,Arbeitsplatz,Stückzeit,Rüstzeit", "routing"),
        ("Lieferant,Materialnummer,Lieferzeit Tage,Mindestmenge,Losgröße", "suppliers"),
        ("Artikel,von Lagerort,nach Lagerort,Transportzeit", "transfers"),
        ("Artikel,Lagerort,Bestand", "stock"),
        ("Auftragsnummer,Kunde,Artikel,Liefertermin,Menge,Status", "orders"),
        # as other programs write them
        ("ITEM_CODE,Lead Time (days),Vendor Name,MOQ", "suppliers"),
        ("Sales Order,Item No.,Ship Date,Qty,Ship From", "orders"),
        ("Bestellung,Kunde,Artikel,Stueckzahl,Faellig", "orders"),
    ],
)
def test_a_table_is_known_by_its_headers(headers: str, table: str) -> None:
    found = seen(headers)
    assert (found.table, found.missing) == (table, ())


def test_every_table_is_known_by_our_own_names_in_any_order() -> None:
    for table in TABLES.values():
        for names in (table.field_names, tuple(reversed(table.field_names))):
            found = seen(",".join(names))
            assert (found.table, found.unused) == (table.name, ())
            assert fields_of(found) == {name: name for name in names}


def test_every_table_has_its_turn() -> None:
    assert sorted(READING_ORDER) == sorted(TABLES)


@pytest.mark.parametrize(
    "header", ["Minimum Order", "minimum_order", "MINIMUM-ORDER", "minimumOrder", " minimum  order: "]
)
def test_case_spaces_and_signs_of_a_header_do_not_matter(header: str) -> None:
    assert plain(header) == "minimumorder"


def test_umlauts_may_be_written_in_two_letters() -> None:
    assert plain("Stueckliste") in spellings("Stückliste")
    assert plain("STÜCKLISTE") in spellings("Stückliste")


def test_of_two_columns_for_one_field_the_surer_is_taken() -> None:
    found = seen("Name,Item,Unit")
    assert fields_of(found) == {"Item": "item", "Name": "description", "Unit": "unit"}


def test_the_files_name_decides_where_headers_fit_two_tables() -> None:
    headers = "Artikel,Lager,Antal,Datum"
    assert seen(headers, "lagersaldo 2027").table == "stock"
    assert seen(headers, "kundorder 2027").table == "orders"


def test_a_table_that_lacks_a_column_is_named_with_what_it_lacks() -> None:
    found = seen("order,customer,item,quantity", "orders")
    assert (found.table, found.missing) == ("orders", ("due",))


def test_strange_headers_are_no_table() -> None:
    assert seen("Betreff,Text,Bemerkung").table == ""


def test_an_unknown_column_is_told_and_left_out(files: Files) -> None:
    reading = files.good(stock="item,location,on_hand,shelf colour\nbench,shop,3,red\n").read()
    assert codes(reading) == [("unused_column", "stock.csv", 1, "shelf colour")]
    assert reading.is_bookable
    assert [t.unused for t in reading.tables_found if t.table == "stock"] == [("shelf colour",)]


def test_an_unknown_table_stops_the_import_and_names_all_fields(files: Files) -> None:
    files.good().write("mystery.csv", "Betreff,Text\nx,y\n")
    reading = files.read(skip_bad_rows=True)
    problem = the_only(reading, "unknown_table")
    assert not reading.is_bookable
    assert "Betreff, Text" in problem.text()
    assert "orders (item, due, quantity" in problem.text()
    assert [(u.file, u.headers) for u in reading.unmapped] == [("mystery.csv", ("Betreff", "Text"))]


def test_a_note_in_one_column_is_told_and_stops_nothing(files: Files) -> None:
    files.good().write("note.csv", "Call Anna about the benches\nBefore Friday\n")
    reading = files.read()
    assert [p.code for p in reading.warnings] == ["unknown_table"]
    assert reading.is_bookable


def test_a_missing_column_is_told_with_the_headers_that_are_there(files: Files) -> None:
    reading = files.good(orders="order,customer,item,quantity,gewünscht bis\n1,Ada,bench,2,2027-01-04\n").read()
    problem = the_only(reading, "missing_column")
    assert "no header stands for: due" in problem.text()
    assert "gewünscht bis" in problem.text()


# --------------------------------------------------------------------------------------------------- mapping

STRANGE = "Beleg;Wer;Was;Wieviel;Bis\n1;Ada;bench;2,0;2027-01-04\n"
ENTRY: dict[str, Any] = {
    "match": ["Beleg", "Wieviel"],
    "table": "orders",
    "columns": {"Beleg": "order", "Wer": "customer", "Was": "item", "Wieviel": "quantity", "Bis": "due"},
}


def test_what_a_person_maps_is_read(files: Files) -> None:
    files.good(orders="").write("export.csv", STRANGE)
    assert not files.read().is_bookable
    reading = files.read(mapping=mapping_of({"tables": [ENTRY]}))
    assert reading.is_bookable
    assert [(line.order_number, line.item, line.quantity) for line in reading.draft.order_lines] == [("1", "bench", 2)]


def test_what_was_mapped_once_is_remembered(files: Files) -> None:
    files.good(orders="").write("export.csv", STRANGE)
    reading = files.read(mapping=mapping_of({"tables": [ENTRY]}))
    kept = to_remember(reading.mapping_used)
    assert list(kept) == [signature(["wieviel", "BELEG"])]
    again = files.read(mapping=remembered(kept))
    assert list(again.draft.order_lines) == list(reading.draft.order_lines)


def test_a_memory_that_no_longer_fits_is_left_out() -> None:
    kept = {"a": "{broken", "b": json.dumps({"match": ["x"], "table": "no such table"})}
    assert remembered(kept | to_remember(mapping_of({"tables": [ENTRY]}).entries)).entries == (
        MappingEntry(tuple(ENTRY["match"]), "orders", ENTRY["columns"]),
    )


def test_what_is_said_now_goes_before_what_is_remembered(files: Files) -> None:
    now = mapping_of({"tables": [ENTRY]})
    old = mapping_of({"tables": [{"match": ["Beleg", "Wieviel"], "table": "ignore"}]})
    files.good(orders="").write("export.csv", STRANGE)
    assert len(files.read(mapping=now.before(old)).draft.order_lines) == 1
    assert len(files.read(mapping=old.before(now)).draft.order_lines) == 0


def test_a_table_may_be_ignored(files: Files) -> None:
    files.good().write("mystery.csv", "Betreff,Text\nx,y\n")
    reading = files.read(mapping=mapping_of({"tables": [{"match": ["Betreff"], "table": "ignore"}]}))
    assert reading.problems == ()


def test_columns_that_a_mapping_does_not_name_are_recognised_as_usual(files: Files) -> None:
    files.good(orders="").write("export.csv", "order,item,due,Wieviel,Farbe\n1,bench,2027-01-04,2,red\n")
    entry = {"match": ["Wieviel"], "table": "orders", "columns": {"Wieviel": "quantity", "Farbe": ""}}
    reading = files.read(mapping=mapping_of({"tables": [entry]}))
    assert [p.code for p in reading.problems] == ["status_all_open"]
    assert [line.order_number for line in reading.draft.order_lines] == ["1"]


def test_a_mapping_settles_dates_and_decimals(files: Files) -> None:
    orders = 'order,item,due,quantity,status,deliver_from\n1,wood,03/04/2027,"1,234",open,hall\n'
    entry = {"match": ["order", "due"], "table": "orders", "decimal": ",", "dates": "dmy"}
    reading = files.good(orders=orders).read(mapping=mapping_of({"tables": [entry]}))
    assert reading.problems == ()
    (line,) = reading.draft.order_lines
    assert (line.due_on.isoformat(), line.quantity) == ("2027-04-03", 1234)


def test_a_mapping_may_still_lack_a_field_and_says_so(files: Files) -> None:
    files.good(orders="").write("export.csv", STRANGE)
    entry = {**ENTRY, "columns": {"Was": "item", "Wieviel": "quantity", "Bis": ""}}
    reading = files.read(mapping=mapping_of({"tables": [entry]}))
    assert the_only(reading, "missing_column").values["fields"] == "due"


@pytest.mark.parametrize(
    "data, code",
    [
        ([], "bad_mapping"),
        ({"tables": "orders"}, "bad_mapping"),
        ({"tables": ["orders"]}, "bad_mapping"),
        ({"tables": [{"match": [], "table": "orders"}]}, "bad_mapping"),
        ({"tables": [{"match": "x", "table": "orders"}]}, "bad_mapping"),
        ({"tables": [{"match": ["x"], "table": "ordrs"}]}, "bad_mapping_table"),
        ({"tables": [{"match": ["x"], "table": "orders", "columns": {"x": "colour"}}]}, "bad_mapping_field"),
        ({"tables": [{"match": ["x"], "table": "orders", "columns": {"x": 7}}]}, "bad_mapping"),
        ({"tables": [{"match": ["x"], "table": "orders", "columns": {"x": "item", "y": "item"}}]}, "bad_mapping"),
        ({"tables": [{"match": ["x"], "table": "orders", "decimal": ";"}]}, "bad_mapping"),
        ({"tables": [{"match": ["x"], "table": "orders", "dates": ["dmy"]}]}, "bad_mapping"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(data: object, code: str) -> None:
    with pytest.raises(MappingError) as refused:
        mapping_of(data)
    assert refused.value.fault.code == code


def test_a_mapping_file_is_read_and_its_faults_are_told(tmp_path: Path) -> None:
    path = tmp_path / "mapping.json"
    path.write_text("\ufeff" + json.dumps({"tables": [ENTRY]}), encoding="utf-8")
    assert read_mapping(path).entries[0].table == "orders"
    path.write_text('{"tables": [')
    with pytest.raises(MappingError) as refused:
        read_mapping(path)
    assert (refused.value.fault.code, refused.value.where.file) == ("bad_json", "mapping.json")
    with pytest.raises(MappingError):
        read_mapping(tmp_path / "nothing.json")


def test_a_mapping_to_fill_in_is_made_from_what_was_not_known(files: Files) -> None:
    files.good().write("mystery.csv", "Betreff,Text\nx,y\n")
    form = template((u.table, u.headers) for u in files.read().unmapped)
    assert form == {"tables": [{"match": ["Betreff", "Text"], "table": "?", "columns": {"Betreff": "?", "Text": "?"}}]}


def test_files_of_one_kind_are_read_together(files: Files) -> None:
    files.good().write("orders_2028.csv", "order,item,due,quantity,status\n9,bench,2028-01-04,2,open\n")
    reading = read_plant([files.folder])
    assert len(reading.draft.order_lines) == 3
