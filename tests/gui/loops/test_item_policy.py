"""When an item is made, by hand in a real window: said in plain words, foreseen, kept with its reason, put back."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kanban_app.domain.orders import Policy
from kanban_app.domain.policies import ChosenPolicy
from kanban_app.gui.loops.item_editor import ItemEditor
from kanban_app.gui.loops.item_policy import meaning
from kanban_app.gui.loops.screen import ITEMS
from kanban_app.operations.orders_changing import confirm
from kanban_app.operations.orders_entering import NewLine, add_lines, read_policies, set_policy
from kanban_app.operations.persons import keep_person
from tests.gui.loops.conftest import Desk
from tests.gui.plants import Factory


def item_of(factory: Factory, code: str) -> int:
    return next(item.id for item in factory.shop.structure.items.values() if item.code == code)


def kept(factory: Factory, code: str) -> ChosenPolicy | None:
    return factory.shop.read(read_policies).result().get(item_of(factory, code))


def open_policy(desk: Desk, code: str) -> ItemEditor:
    desk.turn_to(ITEMS)
    desk.choose(code)
    editor = desk.editor
    assert isinstance(editor, ItemEditor)
    desk.click(editor.policy_pill)
    return editor


def test_a_policy_is_foreseen_kept_with_its_reason_and_put_back(desk: Desk, factory: Factory) -> None:
    editor = open_policy(desk, "chair")
    assert editor.policy.means.text() == "Where loops keep it, it ships from stock.\nElsewhere it is made to order."
    assert editor.policy.points.text() == "chair at shop 1: make to stock, kept in stock there."
    assert not editor.policy.form.fields["reason"].isVisible()
    desk.type("policy", "mto")
    desk.type("reason", "one-offs")
    assert editor.policy.means.text().endswith("The customer waits for all that comes after the last stock.")
    told = "chair at shop 1: make to order, stock up to factory store, then 2 d."
    assert editor.does.text() == told
    assert kept(factory, "chair") is None
    desk.click(desk.button("Keep it"))
    assert kept(factory, "chair") == ChosenPolicy(Policy.MTO, "one-offs")
    assert (editor.told.text(), editor.policy.points.text()) == ("Kept.", told)
    assert not editor.keep_button.isEnabled()
    assert not editor.leave_button.isEnabled()
    desk.click(desk.button("Put it back"))
    assert kept(factory, "chair") is None
    assert editor.policy.form.text("policy") == ""
    assert editor.policy.points.text() == "chair at shop 1: make to stock, kept in stock there."
    assert not editor.policy.form.fields["reason"].isVisible()


def test_what_is_kept_shows_again_and_is_left_to_the_loops(desk: Desk, factory: Factory) -> None:
    factory.shop.write(set_policy, item_of(factory, "chair"), Policy.ATO, "variants").result()
    editor = open_policy(desk, "chair")
    assert (editor.policy.form.text("policy"), editor.policy.form.text("reason")) == ("ato", "variants")
    desk.type("policy", "")
    desk.click(desk.button("Keep it"))
    assert kept(factory, "chair") is None
    desk.click(desk.button("Put it back"))
    assert kept(factory, "chair") == ChosenPolicy(Policy.ATO, "variants")
    assert editor.policy.form.text("reason") == "variants"


def test_confirmed_lines_and_drafts_are_told_apart(desk: Desk, factory: Factory) -> None:
    chair, now = item_of(factory, "chair"), factory.clock()
    entries = [NewLine(name, chair, 2, date(2027, 1, 20)) for name in ("Ada", "Ben", "Cleo")]
    lines = factory.shop.write(add_lines, entries, now).result()
    factory.shop.write(confirm, lines[0].order_number, now).result()
    editor = open_policy(desk, "chair")
    desk.type("policy", "mto")
    assert editor.does.text().splitlines()[1:] == [
        "1 confirmed line stays as it was confirmed.",
        "2 drafts follow it when they are confirmed.",
    ]


def test_what_ships_from_stock_that_no_loop_keeps_is_said(desk: Desk, factory: Factory) -> None:
    factory.shop.change_loop(factory.loop("chair", "shop 1"), card_count=0).result()
    desk.settle()
    editor = open_policy(desk, "chair")
    desk.type("policy", "mts")
    told = "No loop keeps chair at shop 1: orders wait there until one does. Give its loop cards."
    assert told in editor.does.text().splitlines()


def test_every_policy_says_when_production_starts_and_what_the_customer_waits_for() -> None:
    said = [meaning(policy) for policy in (None, *Policy)]
    assert len(set(said)) == len(said)
    assert all(starts.endswith(".") and waits.startswith("The customer waits") for starts, waits in said[1:])


def test_what_is_typed_waits_while_one_looks_at_another_item(desk: Desk, factory: Factory) -> None:
    editor = open_policy(desk, "chair")
    desk.type("policy", "mto")
    desk.type("reason", "one-offs")
    desk.choose("round table")
    assert editor.policy.form.text("policy") == ""
    assert not editor.keep_button.isEnabled()
    desk.choose("chair")
    assert (editor.policy.form.text("policy"), editor.policy.form.text("reason")) == ("mto", "one-offs")
    desk.click(desk.button("Leave it"))
    assert editor.policy.form.text("policy") == ""
    assert editor.policy.typed() == {}
    assert kept(factory, "chair") is None


def test_what_is_typed_of_one_item_does_not_go_to_a_new_one(desk: Desk, factory: Factory) -> None:
    open_policy(desk, "chair")
    desk.type("policy", "mto")
    desk.click(desk.button("Add an item"))
    desk.type("code", "varnish")
    desk.click(desk.button("Keep it"))
    editor = open_policy(desk, "varnish")
    assert (editor.policy.form.text("policy"), editor.keep_button.isEnabled()) == ("", False)
    assert editor.policy.points.text() == "No loop brings it anywhere. Add a loop for it; 0 cards do."
    assert kept(factory, "varnish") is None


def test_facts_and_policy_are_a_change_each(desk: Desk, factory: Factory) -> None:
    editor = open_policy(desk, "chair")
    desk.type("policy", "mto")
    desk.click(editor.facts_pill)
    desk.type("description", "oak")
    desk.click(desk.button("Keep it"))
    assert (kept(factory, "chair"), editor.form.text("description")) == (None, "oak")
    assert factory.shop.structure.items[item_of(factory, "chair")].description == "oak"
    desk.click(desk.button("Keep it"))
    assert kept(factory, "chair") == ChosenPolicy(Policy.MTO)


def test_a_policy_is_chosen_with_the_keyboard(desk: Desk, factory: Factory) -> None:
    editor = open_policy(desk, "chair")
    field = editor.policy.form.fields["policy"]
    field.setFocus()
    for _time in range(3):
        QTest.keyClick(field, Qt.Key.Key_Down)
    desk.settle()
    assert editor.policy.form.text("policy") == "mto"
    assert field.accessibleName() == "Orders for it"
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert editor.policy.form.fields["reason"].hasFocus()
    desk.click(desk.button("Keep it"))
    assert kept(factory, "chair") == ChosenPolicy(Policy.MTO)


def test_who_does_not_supervise_is_told_whom_to_call(desk: Desk, factory: Factory) -> None:
    factory.shop.write(lambda session: keep_person(session, "", "Kim", supervisor=True)).result()
    editor = open_policy(desk, "chair")
    desk.type("policy", "mto")
    desk.click(desk.button("Keep it"))
    assert editor.told.text() == "Only a supervisor changes this. Nothing was changed. Call Kim."
    assert (kept(factory, "chair"), editor.policy.form.text("policy")) == (None, "mto")


def test_what_cannot_be_read_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr("kanban_app.gui.loops.item_policy.read_item_policy", gone)
    editor = open_policy(desk, "chair")
    assert editor.policy.points.text() == "This could not be read: the disk is gone. Choose the item again."
    assert not editor.policy.form.fields["policy"].isEnabled()
