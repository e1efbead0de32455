"""The verb purchase at a prompt: from what waits to what has come, refusals, JSON, files."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from tests.cli.program import Prompt
from tests.store.small_plant import PEGS


def test_from_what_waits_to_what_has_come(prompt: Prompt, codes: dict[int, list[str]], fast_path: Path) -> None:
    first, second, *_ = codes[PEGS]
    prompt.run("do", "consume", first, second)
    (waiting,) = prompt.run("purchase", "list", "--json").answer["waiting"]
    assert waiting["supplier"] == "supplier"
    assert waiting["lines"] == [{"item": "peg", "quantity": 16, "extra": 0, "price": None, "cards": [first, second]}]
    prompt.run("purchase", "terms", "supplier", "peg", "minimum=20", "multiple=4", "breaks=0.30 20=0.25")
    prompt.run("purchase", "terms", "supplier", "email=pegs@example.com", "days=mon tue wed thu fri", "answer=3")
    pdf, mail = fast_path / "order.pdf", fast_path / "order.eml"
    sent = prompt.run("purchase", "send", "supplier", "--out", pdf, "--eml", mail, "--json").answer
    order, number = sent["order"], sent["order"]["number"]
    assert (order["state"], order["total"]) == ("sent", "5.00")
    assert (order["lines"][0]["quantity"], order["lines"][0]["extra"]) == (20, 4)
    assert sent["files"] == [str(pdf), str(mail)]
    extra = order["lines"][0]["cards"][2]["code"]
    assert codes_on(pdf) == {first, second, extra}
    assert message_from_bytes(mail.read_bytes(), policy=default)["To"] == "pegs@example.com"
    assert prompt.run("purchase", "confirm", number, "--date", "2099-01-31", "--json").answer["order"]["late"] is False
    prompt.run("purchase", "receive", number, "--card", first)
    shown = prompt.run("purchase", "show", number, "--json").answer["order"]
    assert (shown["state"], shown["lines"][0]["received"]) == ("partly_received", 8)
    prompt.run("purchase", "receive", number)
    listed = prompt.run("purchase", "list", "--state", "received", "--json").answer
    assert [one["number"] for one in listed["orders"]] == [number]
    assert listed["waiting"] == []
    (measured,) = prompt.run("purchase", "lead-times", "--json").answer["lead_times"]
    assert (measured["item"], measured["count"], measured["planned_minutes"]) == ("peg", 3, 1440)
    assert prompt.run("audit").exit_code == 0


def codes_on(path: Path) -> set[str]:
    """What a scanner reads from the pages."""
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.render(scale=203 / 72).to_pil() for page in document]
    return {found.text for page in pages for found in zxingcpp.read_barcodes(page)}


def test_a_late_day_is_listed_as_late(prompt: Prompt, codes: dict[int, list[str]]) -> None:
    prompt.run("do", "consume", codes[PEGS][0])
    number = prompt.run("purchase", "send", "supplier", "--json").answer["order"]["number"]
    assert prompt.run("purchase", "list", "--late", "--json").answer["orders"] == []
    prompt.run("purchase", "confirm", number, "--date", "2020-01-31")
    (late,) = prompt.run("purchase", "list", "--late", "--json").answer["orders"]
    assert (late["number"], late["late"]) == (number, True)
    assert late["sent_at"].endswith("Z")
    assert datetime.fromisoformat(late["sent_at"]).tzinfo is not None


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (("send", "supplier"), 3, "nothing_waits"),
        (("show", "P9"), 3, "no_order"),
        (("cancel", "P9"), 3, "no_order"),
        (("receive", "P9"), 3, "no_order"),
        (("terms", "shop", "email=a@b"), 3, "no_supplier"),
        (("terms", "supplier", "email=nobody"), 3, "bad_terms"),
        (("terms", "supplier", "colour=red"), 3, "bad_terms"),
        (("terms", "supplier", "peg", "minimum=few"), 3, "bad_terms"),
        (("terms", "supplier", "wheel", "minimum=1"), 2, "wrong_use"),
        (("draft", "nowhere"), 2, "wrong_use"),
        (("list", "--state", "lost"), 2, "wrong_use"),
        (("confirm", "P9", "--date", "soon"), 2, "wrong_use"),
    ],
)
def test_what_cannot_be_meant_is_refused(prompt: Prompt, words: tuple[str, ...], exit_code: int, code: str) -> None:
    done = prompt.run("purchase", *words, "--json")
    assert done.exit_code == exit_code
    assert done.answer["code"] == code
    assert done.answer["message"]


def test_cancelling_gives_the_cards_back(prompt: Prompt, codes: dict[int, list[str]]) -> None:
    prompt.run("do", "consume", codes[PEGS][0])
    number = prompt.run("purchase", "send", "supplier", "--json").answer["order"]["number"]
    answer = prompt.run("purchase", "cancel", number, "--reason", "too dear", "--json").answer
    assert (answer["order"]["state"], answer["waiting_again"]) == ("cancelled", [codes[PEGS][0]])
    assert "order by" in prompt.run("purchase", "list").out


def test_a_draft_is_sent_before_its_goods_are_received(prompt: Prompt, codes: dict[int, list[str]]) -> None:
    prompt.run("do", "consume", codes[PEGS][0])
    number = prompt.run("purchase", "draft", "supplier", "--json").answer["order"]["number"]
    done = prompt.run("purchase", "receive", number, "--json")
    assert (done.exit_code, done.answer["code"]) == (3, "not_sent")
    prompt.run("purchase", "send", number)
    assert prompt.run("purchase", "receive", number).exit_code == 0
    again = prompt.run("purchase", "receive", number, "--card", codes[PEGS][0], "--json")
    assert again.exit_code == 3
    assert again.answer["code"] != "not_on_order"


def test_receiving_several_containers_is_one_answer(prompt: Prompt, codes: dict[int, list[str]]) -> None:
    first, second, *_ = codes[PEGS]
    prompt.run("do", "consume", first, second)
    prompt.run("purchase", "terms", "supplier", "peg", "minimum=20", "multiple=25")
    number = prompt.run("purchase", "send", "supplier", "--json").answer["order"]["number"]
    received = prompt.run("purchase", "receive", number, "--json")
    assert received.exit_code == 0
    assert (received.answer["result"], received.answer["order"]["state"]) == ("done", "received")
    assert received.answer["order"]["lines"][0]["received"] == 25
    assert [one["card"] for one in received.answer["cards"]][:2] == [first, second]
    assert [one["events"][0]["quantity"] for one in received.answer["cards"]] == [8, 8, 9]


def test_all_that_was_ordered_may_be_counted_at_once(prompt: Prompt, codes: dict[int, list[str]]) -> None:
    (first, *_) = codes[PEGS]
    prompt.run("do", "consume", first)
    prompt.run("purchase", "terms", "supplier", "peg", "multiple=25")
    number = prompt.run("purchase", "send", "supplier", "--json").answer["order"]["number"]
    extra = prompt.run("purchase", "show", number, "--json").answer["order"]["lines"][0]["cards"][1]
    assert (extra["extra"], extra["quantity"]) == (True, 17)
    refused = prompt.run("purchase", "receive", number, "--card", first, "--quantity", "20", "--json")
    assert (refused.exit_code, refused.answer["code"]) == (3, "quantity_out_of_tolerance")
    assert f"--card {extra['code']}" in refused.answer["message"]
    said = prompt.run("purchase", "receive", number, "--card", first, "--quantity", "20")
    assert (said.exit_code, f"--card {extra['code']}" in said.out) == (3, True)
    received = prompt.run("purchase", "receive", number, "--card", first, "--quantity", "25", "--json")
    assert (received.exit_code, received.answer["order"]["state"]) == (0, "received")
    assert prompt.run("audit").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("days=Monday",), "mon thu"),
        (("answer=few",), "whole number"),
        (("email=nobody",), "orders@example.com"),
        (("colour=red",), "email, address, days or answer"),
        (("peg", "minimum=few"), "quantities as 100"),
    ],
)
def test_wrong_terms_are_answered_with_what_would_be_right(prompt: Prompt, words: tuple[str, ...], said: str) -> None:
    done = prompt.run("purchase", "terms", "supplier", *words)
    assert done.exit_code == 3
    assert said in done.out
    assert ("prices" in done.out) == (words[0] == "peg")


def test_an_order_whose_file_cannot_be_kept_is_not_sent(
    prompt: Prompt, codes: dict[int, list[str]], fast_path: Path
) -> None:
    prompt.run("do", "consume", codes[PEGS][0])
    assert prompt.run("purchase", "send", "supplier", "--out", fast_path, "--json").exit_code == 1
    (order,) = prompt.run("purchase", "list", "--json").answer["orders"]
    assert order["state"] == "draft"
    sent = prompt.run("purchase", "send", order["number"], "--out", fast_path / "order.pdf", "--json")
    assert (sent.exit_code, sent.answer["order"]["state"]) == (0, "sent")
    assert codes_on(fast_path / "order.pdf") == {codes[PEGS][0]}


def test_only_what_is_late_is_listed_as_late(prompt: Prompt, codes: dict[int, list[str]]) -> None:
    prompt.run("do", "consume", codes[PEGS][0])
    assert prompt.run("purchase", "list", "--json").answer["waiting"]
    assert prompt.run("purchase", "list", "--late", "--json").answer["waiting"] == []
    assert prompt.run("purchase", "list", "--state", "sent", "--json").answer["waiting"] == []


def test_nothing_is_said_to_have_come_where_no_card_is_left(prompt: Prompt, codes: dict[int, list[str]]) -> None:
    prompt.run("do", "consume", codes[PEGS][0])
    number = prompt.run("purchase", "send", "supplier", "--json").answer["order"]["number"]
    prompt.run("do", "retire", codes[PEGS][0], "--reason", "one too many")
    assert prompt.run("purchase", "receive", number, "--json").answer["code"] == "no_card_left"
    prompt.run("purchase", "cancel", number)
    assert prompt.run("purchase", "receive", number, "--json").answer["code"] == "already_closed"
