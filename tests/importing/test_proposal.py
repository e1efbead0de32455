"""Loops for what was read, the words of their reasons, and the summary before anything is written."""

from __future__ import annotations

import re
from pathlib import Path

from kanban_app.domain import containers, loop_numbers, proposal_reasons, supply
from kanban_app.domain.draft import Reason
from kanban_app.operations.importing.explaining import explain, explain_all, known_rules
from kanban_app.operations.importing.proposal import with_proposed_loops
from kanban_app.operations.importing.reading import Reading
from kanban_app.operations.importing.summary import MOST_LISTED, summary_of
from tests.importing.factory_files import GOOD, Files, codes


def proposed(files: Files, **changed: str) -> Reading:
    return with_proposed_loops(files.good(**changed).read())


def test_the_good_factory_gets_its_loops(files: Files) -> None:
    reading = proposed(files)
    assert {(x.item, x.source, x.consumer) for x in reading.draft.loops} == {
        ("bench", "line", "hall"),
        ("bench", "hall", "shop"),
        ("leg", "saw", "line"),
        ("wood", "mill", "saw"),
        ("seat", "mill", "line"),
    }
    assert reading.problems == ()


def test_what_nothing_brings_is_a_warning_that_names_what_needs_it(files: Files) -> None:
    reading = proposed(files, suppliers="supplier,item,delivered_to\nmill,wood,hall\n")
    assert [p.text() for p in reading.warnings] == ["Nothing brings seat to line, where bench is made of it."]
    assert reading.warning_count == 1
    assert reading.is_bookable


def test_a_loop_that_a_table_gives_is_not_proposed_again(files: Files) -> None:
    files.good().write("loops.csv", "item,source,consumer,container_quantity\nbench,hall,shop,7\n")
    reading = with_proposed_loops(files.read())
    assert len(reading.draft.loops) == 5
    assert [x.container_quantity for x in reading.draft.loops if x.consumer == "shop"] == [7]


def test_a_loop_that_the_plant_has_is_not_proposed_again(files: Files) -> None:
    first = proposed(files)
    again = with_proposed_loops(files.read(), existing=first.draft.loops)
    assert again.draft.loops == ()


def test_a_circle_in_the_parts_list_does_not_stop_a_preview(files: Files) -> None:
    reading = proposed(files, bom=GOOD["bom.csv"] + "wood,bench,1\n")
    assert not reading.is_bookable
    assert reading.draft.loops


def test_every_reason_of_every_loop_has_words(files: Files) -> None:
    for loop in proposed(files).draft.loops:
        for sentence in explain_all(loop.reasons):
            assert sentence.endswith(".")
            assert "{" not in sentence


def test_every_rule_of_the_domain_has_words() -> None:
    sources = {
        "way": (supply, r'"(straight|sold|several_users|no_user|own_use|delivered_there|as_transferred|withdrawn)"'),
        "container_quantity": (containers, r'"(order_multiples?|day_of_demand|no_demand|whole_minimum)"'),
        "card_count": (loop_numbers, r'"(toyota|lot_and_one|draw_and_one|two_at_least)"'),
        "lead_time_minutes": (loop_numbers, r'"(unclear|made|listed|in_house|an_hour)"'),
    }
    for subject, (module, pattern) in sources.items():
        rules = set(re.findall(pattern, Path(module.__file__).read_text(encoding="utf-8")))
        assert {rule for known, rule in known_rules() if known == subject} == rules
    written = Path(proposal_reasons.__file__).read_text(encoding="utf-8")
    for subject, rule in known_rules():
        assert subject in written or rule in written


def test_a_reason_kept_in_a_plant_can_be_worded_later() -> None:
    values = {"lead_time_minutes": "510", "fixed_minutes": "360", "minutes_per_unit": "2.5", "lot_quantity": "60"}
    sentence = explain(Reason("lead_time_minutes", "made", {**values, "source": "saw", "consumer": "line"}))
    assert sentence == "8 h 30 min to refill: 6 h to set up and 2.5 min each for 60."


def test_a_name_with_braces_is_a_name(files: Files) -> None:
    reading = with_proposed_loops(files.good(transfers="item,from,to\nbench,hall,{0}\n").read())
    assert any("{0}" in line for line in summary_of(reading).lines())


def test_a_long_list_is_cut_and_counted(files: Files) -> None:
    items = GOOD["items.csv"] + "".join(f"part {n},pcs\n" for n in range(MOST_LISTED))
    section = next(s for s in summary_of(files.good(items=items).read()).sections if s.title == "504 items")
    assert len(section.lines) == MOST_LISTED + 1
    assert section.lines[-1] == "and 4 more"


def test_the_summary_counts_what_a_bad_file_would_still_create(files: Files) -> None:
    reading = files.good(stock=GOOD["stock.csv"] + "sofa,hall,1\n").read(skip_bad_rows=True)
    assert summary_of(reading).counts["stock_rows"] == 2
    assert codes(reading) == [("unknown_item", "stock.csv", 4, "item")]
