"""The verb `order`: entered, imported, confirmed, changed, cancelled, shipped; its JSON and its exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Program, Prompt

WANTED = "2027-03-01"
LINE = [
    *("line", "reference", "item", "quantity", "shipped", "ready", "wanted", "ship_from", "state", "policy"),
    *("policy_reason", "price", "note", "decoupling", "options", "pegs", "promise", "critical_path"),
]
PEG = [
    *("card", "item", "quantity", "pieces", "state", "used", "source", "consumer"),
    *("from_loops", "shown_above", "children"),
]


def add(prompt: Prompt, quantity: int = 2, *more: object, item: str = "rack", customer: str = "Ada") -> Any:
    words = ("--customer", customer, "--item", item, "--quantity", quantity, "--wanted", WANTED)
    return prompt.json("order", "add", *words, *more)


def to_order(prompt: Prompt) -> None:
    assert prompt.run("order", "policy", "rack", "mto", "--reason", "one-offs").exit_code == 0


def show(prompt: Prompt, number: object = 1) -> Any:
    ended = prompt.json("order", "show", number)
    assert ended.exit_code == 0, ended.err
    return ended.answer


def test_an_order_is_entered_shown_and_listed(prompt: Prompt) -> None:
    ended = add(prompt, 3, "--price", "12,50", "--note", "oak", "--at", "shop")
    assert ended.exit_code == 0
    answer = ended.answer
    assert (answer["result"], answer["order"], answer["customer"], answer["state"]) == ("done", "1", "Ada", "draft")
    [line] = answer["lines"]
    assert list(line)[: len(LINE)] == LINE
    assert (line["quantity"], line["price"], line["note"], line["ship_from"]) == (3, "12.50", "oak", "shop")
    assert add(prompt, 1, "--number", 1).answer["lines"][1]["reference"] == "1/2"
    listed = prompt.json("order", "list").answer
    assert [(order["order"], len(order["lines"])) for order in listed["orders"]] == [("1", 2)]
    assert "Ada" in prompt.run("order", "list", "rack").out
    assert prompt.run("order", "list", "nothing like it").out.strip() == "No orders."


def test_make_to_order_goes_its_way_on_the_command_line(prompt: Prompt) -> None:
    to_order(prompt)
    add(prompt, 2, "--at", "shop")
    confirmed = prompt.json("order", "confirm", 1)
    assert (confirmed.exit_code, confirmed.answer["result"]) == (0, "done")
    [line] = confirmed.answer["lines"]
    assert [card["quantity"] for card in line["issued"]] == [1, 1]
    [shown] = show(prompt)["lines"]
    assert (shown["state"], shown["policy"], shown["policy_reason"]) == ("confirmed", "mto", "one-offs")
    assert shown["decoupling"] == ["store"]
    assert sum(peg["pieces"] for peg in shown["pegs"]) == shown["quantity"]
    [first, _second] = shown["pegs"]
    assert list(first) == PEG
    assert first["from_loops"] == [{"item": "rack", "station": "store", "quantity": 1}]
    assert shown["promise"]
    assert shown["critical_path"]
    text = prompt.run("order", "show", 1).out
    assert "store → shop" in text
    assert "1 rack from the loops at store" in text
    for peg in shown["pegs"]:
        assert prompt.run("do", "receive", peg["card"]).exit_code == 0
    assert show(prompt)["state"] == "ready"
    shipped = prompt.json("order", "ship", 1).answer["shipped"]
    assert [(one["line"], one["shipped"], one["open"], one["shipment"]) for one in shipped] == [(1, 2, 0, 1)]
    done = show(prompt)
    assert (done["state"], done["shipments"][0]["lines"]) == ("closed", [{"line": 1, "item": "rack", "quantity": 2}])
    assert [peg["used"] for peg in done["lines"][0]["pegs"]] == [True, True]
    assert "balance" in prompt.run("audit").out


def test_the_backlog_is_shown_first_and_shipped_when_somebody_says_so(prompt: Prompt) -> None:
    add(prompt, 6, "--at", "shop")
    prompt.run("order", "confirm", 1)
    for look in (("order", "ship", "--backlog", "--dry-run"), ("order", "list", "--backlog")):
        [ready] = prompt.json(*look).answer["ready"]
        assert (ready["order"], ready["ready"], ready["open"]) == ("1", 4, 6)
    assert "4 of 6 rack stand ready" in prompt.run("order", "list", "--backlog").out
    [shipped] = prompt.json("order", "ship", "--backlog").answer["shipped"]
    assert (shipped["shipped"], shipped["open"]) == (4, 2)
    assert show(prompt)["state"] == "in_work"
    ended = prompt.json("order", "ship", "--backlog")
    assert (ended.exit_code, ended.answer["code"]) == (3, "nothing_to_ship")
    assert prompt.run("order", "ship").exit_code == 2
    assert prompt.run("order", "ship", 1, "--backlog").exit_code == 2


def test_a_line_changes_and_started_work_is_asked_about(prompt: Prompt) -> None:
    to_order(prompt)
    add(prompt, 2, "--at", "shop")
    prompt.run("order", "confirm", 1)
    ended = prompt.json("order", "change", 1, "--quantity", 3, "--wanted", "2027-04-01", "--note", "blue")
    assert [len(ended.answer["lines"][0][name]) for name in ("issued", "released")] == [1, 0]
    [line] = show(prompt)["lines"]
    assert (line["quantity"], line["wanted"], line["note"]) == (3, "2027-04-01", "blue")
    prompt.run("do", "receive", line["pegs"][0]["card"])
    seen = prompt.json("order", "cancel", 1, "--dry-run").answer
    assert (seen["result"], [len(seen["lines"][0][name]) for name in ("release", "started")]) == ("no_op", [2, 1])
    assert "has started" in prompt.run("order", "cancel", 1, "--dry-run").out
    ended = prompt.json("order", "cancel", 1)
    assert (ended.exit_code, ended.answer["code"]) == (3, "work_started")
    assert ended.answer["choices"] == ["stock", "use", "scrap"]
    assert [card["card"] for card in ended.answer["started"]] == [line["pegs"][0]["card"]]
    assert "Nothing was changed" in ended.answer["message"]
    assert "--started stock" in prompt.run("order", "cancel", 1).out
    ended = prompt.run("order", "cancel", 1, "--started", "scrap")
    assert (ended.exit_code, "Say why it is scrapped: add --reason TEXT." in ended.err) == (2, True)
    assert prompt.run("order", "cancel", 1, "--started", "use").exit_code == 2
    assert show(prompt)["state"] == "in_work"
    assert prompt.run("order", "cancel", 1, "--started", "scrap", "--reason", "bent").exit_code == 0
    assert show(prompt)["state"] == "cancelled"
    assert "balance" in prompt.run("audit").out


def test_what_belongs_to_the_whole_order_is_kept(prompt: Prompt) -> None:
    add(prompt)
    ended = prompt.json("order", "change", 1, "--order-note", "by boat", "--link", "drawings/7.pdf")
    assert (ended.answer["note"], [link["link"] for link in ended.answer["links"]]) == ("by boat", ["drawings/7.pdf"])
    told = prompt.run("order", "show", 1).out
    assert (told.count("by boat"), told.count("drawings/7.pdf")) == (1, 1)
    add(prompt, 1, "--number", 1)
    assert prompt.run("order", "change", 1, "--quantity", 3).exit_code == 2
    assert prompt.run("order", "change", 1, "--quantity", 3, "--line", 2).exit_code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "nowhere"), "unknown_order"),
        (("confirm", "1", "--line", "7"), "unknown_line"),
        (("ship", "1"), "not_confirmed"),
        (("change", "nowhere", "--note", "x"), "unknown_order"),
    ],
)
def test_a_refusal_has_its_code_and_says_the_next_step(prompt: Prompt, words: tuple[str, ...], code: str) -> None:
    add(prompt)
    ended = prompt.json("order", *words)
    assert (ended.exit_code, ended.answer["result"], ended.answer["code"]) == (3, "refused", code)
    assert ended.answer["message"].count(".") >= 2
    assert show(prompt)["state"] == "draft"


@pytest.mark.parametrize(
    "words",
    [
        ("add", "--customer", "Ada", "--item", "rak", "--quantity", "1", "--wanted", WANTED),
        ("add", "--customer", "Ada", "--item", "rack", "--quantity", "1.5", "--wanted", WANTED),
        ("add", "--customer", "Ada", "--item", "rack", "--quantity", "1", "--wanted", "tomorrow"),
        ("add", "--customer", "Ada", "--item", "rack", "--quantity", "1", "--wanted", WANTED, "--at", "moon"),
        ("add", "--item", "rack"),
        ("add", "--customer", "Ada", "--item", "rack", "--quantity", "0", "--wanted", WANTED),
        ("add", "--customer", "Ada", "--item", "rack", "--quantity", "-2", "--wanted", WANTED),
        ("add", "--customer", "Ada", "--item", "rack", "--quantity", "1000000001", "--wanted", WANTED),
        ("add", "--customer", "Ada", "--item", "rack", "--quantity", "9" * 20, "--wanted", WANTED),
        ("add", "--customer", "Ada", "--item", "rack", "--quantity", "1", "--wanted", WANTED, "--price", "cheap"),
        ("add", "--customer", " ", "--item", "rack", "--quantity", "1", "--wanted", WANTED),
        (),
        ("policy", "rack", "kanban"),
    ],
)
def test_what_can_not_be_meant_is_wrong_use(prompt: Prompt, words: tuple[str, ...]) -> None:
    assert prompt.run("order", *words).exit_code == 2
    assert prompt.json("order", "list").answer["orders"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--quantity", "0"), "at least one piece"),
        (("--quantity", "2000000000"), "No line is for more than 1,000,000,000."),
        (("--quantity", "9" * 20), "is too large for a quantity"),
        (("--price", "cheap"), "“cheap” is no price"),
        (("--link", ""), "This is no link"),
    ],
)
def test_a_value_that_can_not_be_meant_changes_nothing(prompt: Prompt, words: tuple[str, ...], said: str) -> None:
    add(prompt)
    before = prompt.json("order", "list").answer
    ended = prompt.json("order", "change", 1, *words)
    assert (ended.exit_code, ended.answer["code"]) == (2, "wrong_use")
    assert said in ended.answer["message"]
    assert prompt.json("order", "list").answer == before


def test_an_order_is_shown_with_price_note_and_promise_and_a_command_says_what_it_made_of_a_line(
    prompt: Prompt,
) -> None:
    add(prompt, 3, "--price", "12,50", "--note", "oak")
    text = prompt.run("order", "show", 1).out
    assert ("Price: 12.50" in text, "Note: oak" in text, "Promise: 1 Mar 2027, as wanted" in text) == (True,) * 3
    assert "make to stock" in text, "without --at it ships from where its last loop ends"
    changed = prompt.run("order", "change", 1, "--quantity", 5).out
    assert changed == "Line 1, rack: 5 pcs, wanted 1 Mar 2027, price 12.50, note “oak”.\n"
    assert prompt.run("order", "cancel", 1).out == "Line 1, rack: the line is cancelled.\n"


def test_the_critical_path_is_shown_with_an_order(prompt: Prompt) -> None:
    to_order(prompt)
    add(prompt, 2, "--at", "shop")
    prompt.run("order", "confirm", 1)
    path = [step["why"] for step in show(prompt)["lines"][0]["critical_path"]]
    text = prompt.run("order", "show", 1).out
    assert path
    assert all(why in text for why in path)


def test_a_policy_is_said_shown_and_left_to_the_loops_again(prompt: Prompt) -> None:
    assert "kept" not in prompt.run("order", "policy").out
    to_order(prompt)
    told = prompt.json("order", "policy", "rack").answer["policies"]
    assert told == [{"item": "rack", "policy": "mto", "reason": "one-offs"}]
    assert prompt.json("order", "policy", "rack", "default").answer["policies"] == []


def test_a_policy_is_said_by_a_supervisor_only(prompt: Prompt) -> None:
    assert prompt.run("person", "Kim", "--supervisor").exit_code == 0
    refused = prompt.json("order", "policy", "rack", "mto", "--person", "Robin")
    assert (refused.exit_code, refused.answer["code"]) == (3, "not_permitted")
    assert prompt.json("order", "policy", "rack").answer["policies"] == []


def test_order_lists_are_imported_as_drafts_once(prompt: Prompt, tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    rows = ["order,customer,item,deliver from,due,quantity,status", f"A-1,Ada,rack,shop,{WANTED},2,open"]
    orders.write_text("\n".join([*rows, f"A-1,Ada,peg,bench,{WANTED},8,open", "B-1,Bo,rack,shop,2026-01-05,3,closed"]))
    dry = prompt.json("order", "import", orders, "--dry-run").answer
    assert (dry["result"], dry["lines"], dry["booked"]) == ("no_op", 3, 0)
    ended = prompt.json("order", "import", orders)
    assert (ended.exit_code, ended.answer["result"], ended.answer["booked"]) == (0, "done", 3)
    assert prompt.json("order", "import", orders).answer["booked"] == 0
    assert [line["line"] for line in show(prompt, "A-1")["lines"]] == [1, 2]
    assert prompt.run("order", "confirm", "A-1", "--line", 1).exit_code == 0
    assert [line["state"] for line in show(prompt, "A-1")["lines"]] == ["ready", "draft"]


def test_a_list_with_names_that_are_not_known_or_with_bad_rows_books_nothing(prompt: Prompt, tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    head = "order,customer,item,deliver from,due,quantity"
    good = f"A-2,Ada,rack,shop,{WANTED},2"
    wrong = (
        (f"A-1,Ada,rack,moon,{WANTED},2", "unknown_station", "deliver from"),
        (f"A-1,Ada,rak,shop,{WANTED},2", "unknown_item", "item"),
        (f"A-1,Ada,rack,shop,{WANTED},2000000000", "out_of_range", "quantity"),
        (f"A-1,,rack,shop,{WANTED},2", "order_without_customer", ""),
    )
    for number, (row, code, column) in enumerate(wrong):
        orders.write_text("\n".join([head, good.replace("A-2", f"B-{number}"), row]))
        ended = prompt.json("order", "import", orders)
        assert (ended.exit_code, ended.answer["code"], ended.answer["booked"]) == (3, "bad_rows", 0)
        [problem] = [one for one in ended.answer["problems"] if one["severity"] == "error"]
        assert (problem["row"], problem["code"], problem["column"]) == (3, code, column)
        assert len(prompt.json("order", "list").answer["orders"]) == number
        assert prompt.json("order", "import", orders, "--skip-bad-rows").answer["drafts"] == 1


def test_a_late_line_is_a_draft_unless_the_list_is_history(prompt: Prompt, tmp_path: Path) -> None:
    orders, head = tmp_path / "orders.csv", "order,customer,item,deliver from,due,quantity"
    orders.write_text("\n".join([head, "A-1,Ada,rack,shop,2026-01-05,2", f"A-2,Bo,rack,shop,{WANTED},2"]))
    counts = ("booked", "drafts", "history", "changed", "known")
    dry = prompt.json("order", "import", orders, "--history", "--dry-run").answer
    assert [dry[name] for name in counts] == [0, 1, 1, 0, 0]
    answer = prompt.json("order", "import", orders).answer
    assert [answer[name] for name in counts] == [2, 2, 0, 0, 0]
    assert [(one["order"], one["state"]) for one in prompt.json("order", "list").answer["orders"]] == [
        ("A-1", "draft"),
        ("A-2", "draft"),
    ]
    orders.write_text("\n".join([head, "A-0,Ada,rack,shop,2026-01-05,2", f"A-2,Bo,rack,shop,{WANTED},3"]))
    assert "1 draft changed, 1 new line of history." in prompt.run("order", "import", orders, "--history").out
    assert len(prompt.json("order", "list").answer["orders"]) == 2


def test_a_corrected_list_changes_drafts_and_tells_what_is_confirmed(prompt: Prompt, tmp_path: Path) -> None:
    orders, head = tmp_path / "orders.csv", "order,line,customer,item,deliver from,due,quantity"
    rows = [f"A-1,{number},Ada,rack,shop,{WANTED},5" for number in (10, 20)]
    orders.write_text("\n".join([head, *rows]))
    assert prompt.json("order", "import", orders).answer["drafts"] == 2
    rows[1] = rows[1].replace(",5", ",9")
    orders.write_text("\n".join([head, *rows]))
    answer = prompt.json("order", "import", orders).answer
    assert [answer[name] for name in ("drafts", "changed", "known")] == [0, 1, 1]
    assert [(line["line"], line["quantity"]) for line in show(prompt, "A-1")["lines"]] == [(10, 5), (20, 9)]
    prompt.run("order", "confirm", "A-1", "--line", 10)
    orders.write_text("\n".join([head, *(row.replace(",5", ",6").replace(",9", ",6") for row in rows)]))
    ended = prompt.json("order", "import", orders)
    [problem] = [one for one in ended.answer["problems"] if one["severity"] == "error"]
    assert (ended.exit_code, problem["row"], problem["code"]) == (3, 2, "line_is_set")
    assert "order change" in problem["message"]
    assert [line["quantity"] for line in show(prompt, "A-1")["lines"]] == [5, 9], "nothing in part"
    assert prompt.json("order", "import", orders, "--skip-bad-rows").answer["changed"] == 1
    assert [line["quantity"] for line in show(prompt, "A-1")["lines"]] == [5, 6]
    assert "balance" in prompt.run("audit").out


def test_a_mapping_that_was_told_once_is_remembered(prompt: Prompt, tmp_path: Path) -> None:
    orders, mapping = tmp_path / "list.csv", tmp_path / "mapping.json"
    head = "Beleg,Wer,Was,Wann,Wieviel"
    orders.write_text(f"{head}\nA-1,Ada,rack,{WANTED},2\n")
    columns = {"Beleg": "order", "Wer": "customer", "Was": "item", "Wann": "due", "Wieviel": "quantity"}
    text = str({"tables": [{"match": list(columns), "table": "orders", "columns": columns}]})
    mapping.write_text(text.replace("'", '"'))
    assert prompt.json("order", "import", orders).exit_code == 3
    assert prompt.json("order", "import", orders, "--mapping", mapping).answer["booked"] == 1
    orders.write_text(f"{head}\nA-2,Ada,rack,{WANTED},2\n")
    assert prompt.json("order", "import", orders).answer["booked"] == 1


def test_the_verb_starts_without_qt_and_reports_and_spreadsheets(program: Program, plant: Path) -> None:
    done = program.run("order", "list", "--json", "--plant", plant)
    assert done.exit_code == 0
    assert not done.qt
    assert not done.imported("reportlab", "python_calamine", "xlsxwriter", "holidays")
