"""The words for every problem an import can have: where, what, and what would be accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kanban_app.domain.stations import StationKind
from kanban_app.i18n import _
from kanban_app.operations import words

Text = Callable[[], str]
# Their facts name kinds of stations, as the plant's file spells them.
_TELL_KINDS = frozenset({"two_kinds", "not_a_store"})

_MAPPING_FORM = '{"tables": [{"match": ["Stk"], "table": "orders", "columns": {"Stk": "quantity"}}]}'


def place_text(file: str, sheet: str, row: int, column: str) -> str:
    """The place as a person says it: "plant.xlsx, sheet stock, row 4, column on hand"."""
    parts = [file] if file else []
    if sheet:
        parts.append(_("sheet {sheet}").format(sheet=sheet))
    if row:
        parts.append(_("row {row}").format(row=row))
    if column:
        parts.append(_("column {column}").format(column=column))
    return ", ".join(parts)


def what_text(code: str, value: str, values: Mapping[str, str]) -> str:
    """What is the matter, with the value as it stands in the file."""
    if code in _TELL_KINDS:
        kinds = {kind.value: words.station_kind(kind) for kind in StationKind}
        values = {name: kinds.get(text, text) for name, text in values.items()}
    return _filled(_WHAT[code](), {"value": value, **values})


def accepted_text(code: str, values: Mapping[str, str]) -> str:
    """What would be accepted; empty where the first sentence says it."""
    if values.get("suggestion"):
        return _filled(_("Is it {suggestion}?"), values)
    text = _ACCEPTED.get(code)
    return _filled(text(), {"form": _MAPPING_FORM, **values}) if text else ""


def codes() -> frozenset[str]:
    """All codes that have words."""
    return frozenset(_WHAT)


def _filled(text: str, values: Mapping[str, str]) -> str:
    return text.format_map(values)


_FILES: dict[str, Text] = {
    "no_such_file": lambda: _("There is no such file or folder."),
    "unreadable": lambda: _("It cannot be read: {reason}."),
    "empty_folder": lambda: _("No table is in this folder."),
    "empty_file": lambda: _("The file is empty."),
    "unknown_file_type": lambda: _("This kind of file is not read."),
    "not_text": lambda: _("This is no text a table could stand in."),
    "windows_1252": lambda: _("The file is not UTF-8; it was read as Windows-1252. Check names with å, ä, ö, ø, ü."),
    "broken_quotes": lambda: _("A quotation mark does not end, or a line has no end. The rest was not read."),
    "old_workbook": lambda: _("The workbook is protected by a password or of a kind before 2007."),
    "broken_workbook": lambda: _("The workbook is damaged."),
    "no_workbook": lambda: _("This is a zip file, but no workbook."),
    "encrypted_workbook": lambda: _("The workbook is protected by a password."),
    "workbook_too_large": lambda: _("The workbook is larger than {limit} MB."),
    "workbook_bomb": lambda: _("The workbook unpacks to far more than it should. It was not opened."),
    "workbook_leads_out": lambda: _("The workbook names files outside itself. It was not opened."),
    "workbook_entities": lambda: _("The workbook holds definitions that no spreadsheet writes. It was not opened."),
    "workbook_too_wide": lambda: _("A sheet reaches to row {rows} and column {columns}: too far to read."),
    "hidden_sheet": lambda: _("The sheet is hidden and was left out."),
    "no_room": lambda: _("There is no room for temporary files: {reason}."),
    "bad_json": lambda: _("The mapping is no valid JSON: {reason}."),
    "bad_mapping": lambda: _("The mapping cannot be used: see “{reason}”."),
    "bad_mapping_table": lambda: _("The mapping names a table “{name}” that does not exist."),
    "bad_mapping_field": lambda: _("The mapping names a field “{name}” for “{header}” that does not exist."),
}

_TABLES: dict[str, Text] = {
    "nothing_found": lambda: _("Nothing to import was found."),
    "unknown_table": lambda: _("It is not clear what this table is. Its headers: {headers}."),
    "missing_column": lambda: _("This looks like the table {table}, but no header stands for: {fields}."),
    "unused_column": lambda: _("The column was left out: nothing is known by this name."),
    "empty_table": lambda: _("The table {table} has headers but no rows."),
    "too_many_cells": lambda: _("The row has {found} cells, the headers are {expected}."),
    "more_like_this": lambda: _("And {count} more of the same kind ({code})."),
    "no_items_table": lambda: _("No table of items: they were taken from the other tables, {count} of them."),
    "status_by_date": lambda: _("No status: lines wanted before {today} count as closed, the others as open."),
    "status_all_drafts": lambda: _(
        "No status: all lines become drafts, the late ones too. Lines that are over need a column status with closed."
    ),
    "choices_left_out": lambda: _("Choices are left out here. To keep them, import this list under Orders instead."),
    "status_all_open": lambda: _("No status: all lines count as open."),
    "made_up_store": lambda: _("{station} has no location; it was put in the only store, {store}."),
}

_CELLS: dict[str, Text] = {
    "missing_value": lambda: _("Nothing stands here, but it is needed."),
    "too_long": lambda: _("The text is longer than {limit} letters."),
    "unprintable": lambda: _("“{value}” holds signs that cannot be printed."),
    "shortened_code": lambda: _("“{value}” is a code that a spreadsheet has shortened; its digits are lost."),
    "date_for_name": lambda: _("{value}: a spreadsheet has made a date of this name."),
    "date_for_number": lambda: _("{value}: a spreadsheet has made a date of this number."),
    "formula_error": lambda: _("{value}: the formula in this cell failed."),
    "no_number": lambda: _("“{value}” is no number."),
    "ambiguous_number": lambda: _("“{value}” may be {thousands} or {decimal}."),
    "no_date": lambda: _("“{value}” is no date."),
    "no_whole_number": lambda: _("“{value}” is no whole number up to a million."),
    "short_year": lambda: _("“{value}”: which part is the year?"),
    "ambiguous_date": lambda: _("“{value}” may be {one} or {other}."),
    "date_out_of_range": lambda: _("{value} is no date of a plant."),
    "date_to_come": lambda: _("{value} is later than tomorrow: that cannot be sold yet."),
    "serial_date": lambda: _("{value} is a spreadsheet's number for a date; it was read as {day}."),
    "negative": lambda: _("{value} is less than zero."),
    "not_positive": lambda: _("{value}: nothing, or less than nothing."),
    "out_of_range": lambda: _("{value} is too large."),
    "fraction": lambda: _("{value} {unit} of {item}: it is counted in whole {unit}."),
    "fraction_in_history": lambda: _("{value} {unit} of {item}: counts as history, rounded up to {rounded}."),
    "too_many_decimals": lambda: _("{value} {unit} of {item} has more than {decimals} decimals."),
    "bad_status": lambda: _("“{value}” is no status of an order."),
    "bad_kind": lambda: _("“{value}” is no kind of station."),
    "bad_flag": lambda: _("“{value}” is neither yes nor no."),
    "bad_print_rule": lambda: _("“{value}” is no way to print."),
    "bad_step": lambda: _("“{value}” does not say how a loop takes a step."),
    "no_options": lambda: _("{item} has no choices."),
    "bad_option": lambda: _("“{text}” is no choice."),
    "unknown_group": lambda: _("There is no group {group}."),
    "unknown_choice": lambda: _("{group} has no {choice}."),
    "one_choice_only": lambda: _("Of {group} one goes in."),
    "choice_missing": lambda: _("{group} is not chosen."),
    "choices_excluded": lambda: _("{choice} and {other} do not go together."),
    "part_not_there": lambda: _("{choice} takes the place of {item}, which is not there."),
    "unknown_unit": lambda: _("The unit “{value}” is not known; it is counted in whole numbers."),
}

_NAMES: dict[str, Text] = {
    "unknown_item": lambda: _("No item is called “{value}”."),
    "unknown_station": lambda: _("No station is called “{value}”."),
    "lost_zeros": lambda: _("“{value}” was taken for {code}: a spreadsheet drops zeros in front."),
    "similar_station": lambda: _("“{value}” is new, but much like {other}. It becomes a station of its own."),
    "similar_item": lambda: _("“{value}” is new, but much like {other}. It becomes an item of its own."),
    "all_items_here": lambda: _("“{value}” stands for many items; here one is needed."),
    "duplicate_row": lambda: _("The same as row {other} of {file}; it counts once."),
    "conflicting_row": lambda: _("{key} stands in row {other} of {file} too, with other values."),
    "order_without_customer": lambda: _("Order {order} names no customer."),
    "other_customer": lambda: _("Order {order} is {customer}'s."),
    "line_is_set": lambda: _("Line {line} of order {order} is confirmed, and the list says something else."),
    "line_is_done": lambda: _("Line {line} of order {order} is done, and the list says something else."),
    "line_is_awaited": lambda: _("Line {line} of order {order} is over in the list, but not here."),
    "line_is_history": lambda: _("Order {order} has this line as history. It stays so."),
    "other_line_number": lambda: _("Order {order} has the same as line {line}. It counts as that line."),
    "one_line_more": lambda: _("Order {order} has {item} already, otherwise than here. This is one more line."),
    "already_there": lambda: _("{name} is in the plant already, otherwise than here. The plant's own is kept."),
    "two_kinds": lambda: _("{name} is a {kind} elsewhere; here it would be a {other}."),
    "two_locations": lambda: _("{name} stands at {first} already; here it would stand at {other}."),
    "made_twice": lambda: _("{item} is made at {first} already. An item is made at one workstation."),
    "made_and_bought": lambda: _("{item} is made ({workstation}) and bought ({supplier}): {first} is asked first."),
    "bom_cycle": lambda: _("The parts list runs in a circle: {path}."),
    "transfer_circle": lambda: _("{item} would go in a circle: {path}."),
    "not_a_store": lambda: _("{name} is a {kind}; goods are moved on from stores."),
    "same_station": lambda: _("It starts and ends at {name}."),
    "lot_too_large": lambda: _("A lot of {lot} cards needs at least {least} cards in the loop, here are {cards}."),
    "store_of_workstation": lambda: _("{name} is served from {store}, which is no store."),
}

_PROPOSAL: dict[str, Text] = {
    "nothing_brings_it": lambda: _("Nothing brings {item} to {station}."),
    "nothing_brings_part": lambda: _("Nothing brings {item} to {station}, where {parent} is made of it."),
    "no_place_to_go": lambda: _("{item} from {station} has no store to go to, so no loop was proposed."),
}

_WHAT: dict[str, Text] = {**_FILES, **_TABLES, **_CELLS, **_NAMES, **_PROPOSAL}

_ACCEPTED: dict[str, Text] = {
    "unknown_file_type": lambda: _("Accepted: .csv, .tsv, .txt, .xlsx."),
    "empty_folder": lambda: _("Accepted: files that end with .csv, .tsv or .xlsx."),
    "not_text": lambda: _("Accepted: UTF-8, UTF-16 or Windows-1252."),
    "old_workbook": lambda: _("Accepted: .xlsx without a password, or .csv."),
    "encrypted_workbook": lambda: _("Accepted: .xlsx without a password, or .csv."),
    "workbook_too_large": lambda: _("Accepted: the same as .csv, of any size."),
    "workbook_too_wide": lambda: _("Accepted: the same with the empty cells around the table deleted, or as .csv."),
    "bad_mapping": lambda: _("Accepted: {form}."),
    "bad_mapping_table": lambda: _("Accepted: {known}."),
    "bad_mapping_field": lambda: _("Accepted: {known}."),
    "unknown_table": lambda: _("Tables with their fields: {known}. Or tell it in a mapping."),
    "missing_column": lambda: _("Headers of the file: {headers}. Tell in a mapping which is which."),
    "too_many_cells": lambda: _("Accepted: values that hold the delimiter stand in quotation marks."),
    "nothing_found": lambda: _("Accepted: tables of {known}."),
    "missing_value": lambda: _("Accepted: a value."),
    "too_long": lambda: _("Accepted: up to {limit} letters."),
    "unprintable": lambda: _("Accepted: letters, digits and signs that can be seen."),
    "shortened_code": lambda: _("Accepted: the code as text."),
    "date_for_name": lambda: _("Accepted: the name as text."),
    "date_for_number": lambda: _("Accepted: a number."),
    "formula_error": lambda: _("Accepted: a value."),
    "no_number": lambda: _("Accepted: a number, like 8 or 2.5."),
    "ambiguous_number": lambda: _("Accepted: the number without a thousands sign."),
    "no_date": lambda: _("Accepted: a date like 2027-01-31."),
    "short_year": lambda: _("Accepted: a date like 2027-01-31."),
    "ambiguous_date": lambda: _("Accepted: a date like 2027-01-31."),
    "date_out_of_range": lambda: _("Accepted: a date from {first} to {last}."),
    "negative": lambda: _("Accepted: 0 or more."),
    "not_positive": lambda: _("Accepted: more than 0."),
    "out_of_range": lambda: _("Accepted: up to 1 000 000 000."),
    "fraction": lambda: _("Accepted: a whole number."),
    "too_many_decimals": lambda: _("Accepted: up to {decimals} decimals."),
    "bad_status": lambda: _("Accepted: open, closed or cancelled."),
    "bad_kind": lambda: _("Accepted: workstation, store or supplier."),
    "bad_flag": lambda: _("Accepted: yes or no."),
    "bad_print_rule": lambda: _("Accepted: list, folder, printer or off."),
    "bad_step": lambda: _("Accepted: required, allowed or skipped."),
    "no_options": lambda: _("Accepted: nothing in this cell."),
    "bad_option": lambda: _("Accepted: group=choice, with a semicolon before the next one."),
    "unknown_group": lambda: _("Accepted: {groups}."),
    "unknown_choice": lambda: _("Accepted: {choices}."),
    "one_choice_only": lambda: _("Accepted: {choices}."),
    "choice_missing": lambda: _("Accepted: {choices}."),
    "choices_excluded": lambda: _("Accepted: one of them."),
    "part_not_there": lambda: _("Accepted: another choice."),
    "unknown_item": lambda: _("Accepted: an item of the plant, or of the table of items."),
    "unknown_station": lambda: _("Accepted: a station of the plant, or of the table of stations."),
    "all_items_here": lambda: _("Accepted: the name of one item."),
    "order_without_customer": lambda: _("Accepted: the name, in this row or in the first one of the order."),
    "other_customer": lambda: _("Accepted: one customer for an order."),
    "line_is_set": lambda: _("Accepted: this row as it stands in the order. Change the order itself: order change."),
    "line_is_done": lambda: _("Accepted: this row as it stands in the order, or one with a new line number."),
    "line_is_awaited": lambda: _("Accepted: the line once it is over here: order ship, order cancel."),
    "conflicting_row": lambda: _("Accepted: one row for each."),
    "two_kinds": lambda: _("Accepted: a name of its own for each station."),
    "two_locations": lambda: _("Accepted: one location for each workstation."),
    "made_twice": lambda: _("Accepted: one routing row for each item."),
    "bom_cycle": lambda: _("Accepted: a parts list in which no item contains itself."),
    "transfer_circle": lambda: _("Accepted: without this row."),
    "not_a_store": lambda: _("Accepted: the name of a store."),
    "same_station": lambda: _("Accepted: two different stations."),
    "lot_too_large": lambda: _("Accepted: {least} cards or more."),
    "store_of_workstation": lambda: _("Accepted: the name of a store."),
}
