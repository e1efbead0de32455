"""Stories at a station, on a real plant: scans, taps and keys, what the strip answers, and what the books say then."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from kanban_app.domain.cards import Action, CardState, Mark
from kanban_app.gui.look.answers import AnswerSign
from kanban_app.gui.station.queue_list import FINISH, MORE, START
from kanban_app.gui.station.row_list import SETTLE_MS
from kanban_app.gui.station.talk import IDLE_AFTER_MS
from tests.gui.conftest import SCAN_CODES, until
from tests.gui.plants import lived_in

LINE, STORE = "assembly line", "factory store"
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


def state(factory, item: str, consumer: str, number: int) -> CardState:
    return factory.card(item, consumer, number).state


# -- scans -------------------------------------------------------------------------------------------------------------


def test_a_scanned_full_container_is_emptied_and_its_source_is_asked(at_station, factory, played):
    line = at_station(LINE)
    answer = line.scan(factory.card("chair leg", LINE, 3))
    assert answer.sign is AnswerSign.ACCEPTED
    assert "chair leg 3 of 6" in answer.headline
    assert "saw is asked for 8 pcs" in answer.detail
    assert state(factory, "chair leg", LINE, 3) is CardState.RELEASED
    assert line.row_of("chair leg").pieces == "40"
    assert played == ["accepted"]


def test_the_code_is_shown_before_it_is_booked(at_station, factory):
    line = at_station(LINE)
    code = factory.card("chair leg", LINE, 3).code
    line.hands.send(code)
    assert line.answer.headline.replace(" ", "") == code
    assert line.screen.booker.running == 1
    line.answered()


def test_starting_shows_every_input_before_and_after_and_who_is_asked(at_station, factory):
    lived_in(factory)
    line = at_station(LINE)
    answer = line.scan(factory.card("chair", STORE, 4))
    assert answer.sign is AnswerSign.ACCEPTED
    shown = {
        change.title: [(step.before.state.value, step.after.state.value) for step in change.steps]
        for change in answer.inputs
    }
    assert shown == {
        "20 chair leg": [("in_use", "empty"), ("full", "empty"), ("full", "in_use")],
        "5 cushion": [("full", "in_use")],
        "20 screws": [("in_use", "in_use")],
    }
    assert answer.inputs[0].follows == "2 emptied: saw is asked for 16 more"
    assert answer.inputs[1].follows == "35 left in the box"
    assert [row.card.number for row in line.screen.make.making.rows.rows] == [4]


def test_undo_takes_back_the_whole_cascade(at_station, factory):
    lived_in(factory)
    before = {card.code: (card.state, card.quantity) for card in factory.cards("chair leg", LINE)}
    line = at_station(LINE)
    line.scan(factory.card("chair", STORE, 4))
    assert line.screen.strip.undo.isVisible()
    QTest.mouseClick(line.screen.strip.undo, Qt.MouseButton.LeftButton)
    answer = line.answered()
    assert "Taken back" in answer.headline
    assert state(factory, "chair", STORE, 4) is CardState.RELEASED
    assert {card.code: (card.state, card.quantity) for card in factory.cards("chair leg", LINE)} == before
    assert factory.shop.audit().result().ok


def test_the_undo_seconds_count_down_and_then_there_is_no_undo(at_station, factory):
    line = at_station(LINE)
    line.scan(factory.card("chair leg", LINE, 3))
    assert "30 s" in line.screen.strip.undo.text()
    factory.clock.tick(seconds=12)
    line.screen._on_second()
    assert "18 s" in line.screen.strip.undo.text()
    factory.clock.tick(seconds=19)
    line.screen._on_second()
    assert not line.screen.strip.undo.isVisible()
    assert not line.screen.bar.buttons["undo"].isEnabled()
    line.key(Qt.Key.Key_F8)
    assert line.screen.booker.running == 0
    assert state(factory, "chair leg", LINE, 3) is CardState.RELEASED


def test_a_refusal_stays_says_why_and_its_blue_button_does_the_next_step(at_station, factory, played):
    lived_in(factory)
    line = at_station(LINE)
    answer = line.scan(factory.card("table leg", LINE, 6))
    assert answer.sign is AnswerSign.REFUSED
    assert "table leg 6 of 8 is already empty" in answer.headline
    assert "Nothing was changed." in answer.detail
    assert "table leg 1 of 8" in answer.hint
    assert answer.primary == "Empty 1 of 8 instead"
    assert answer.code_line.startswith("already_empty")
    assert not line.screen.talk._to_idle.isActive()
    line.key(Qt.Key.Key_F12)
    assert line.answered().sign is AnswerSign.ACCEPTED
    assert state(factory, "table leg", LINE, 1) is not CardState.FULL
    assert played == ["refused", "accepted"]


def test_the_same_card_again_at_once_is_a_named_no_op(at_station, factory, played):
    line = at_station(LINE)
    card = factory.card("chair leg", LINE, 3)
    line.scan(card)
    factory.clock.tick(seconds=2)
    answer = line.scan(card)
    assert answer.sign is AnswerSign.NO_OP
    assert "Already booked 2 seconds ago" in answer.headline
    assert played == ["accepted", "no_op"]


@pytest.mark.parametrize("code", ["HELLO WORLD", "https://example.org", "7777777", "+++++++"])
def test_a_code_that_is_no_card_is_refused_visibly(at_station, code, played):
    line = at_station(LINE)
    line.hands.send(code)
    assert line.answered().sign is AnswerSign.REFUSED
    assert played == ["refused"]


def test_a_card_of_another_station_is_refused(at_station, factory):
    answer = at_station("saw").scan(factory.card("cushion", LINE, 1))
    assert answer.sign is AnswerSign.REFUSED
    assert state(factory, "cushion", LINE, 1) is CardState.FULL


def test_starting_what_has_no_material_is_done_with_a_warning(at_station, factory, played):
    lived_in(factory)
    answer = at_station(LINE).scan(factory.card("round table", STORE, 2))
    assert answer.sign is AnswerSign.WARNED
    assert "5 polished wooden panel" in answer.hint
    assert played == ["warned"]


def test_scans_that_come_faster_than_they_are_booked_are_all_booked(at_station, factory):
    line = at_station(LINE)
    for number in range(1, 7):
        line.hands.send(factory.card("chair leg", LINE, number).code)
    line.answered()
    assert {card.state for card in factory.cards("chair leg", LINE)} == {CardState.RELEASED}


def test_a_scan_is_booked_while_the_person_is_in_a_form(at_station, factory):
    line = at_station(LINE)
    line.key(Qt.Key.Key_F6)
    line.screen.strip.form().amount.setFocus()
    line.scan(factory.card("chair leg", LINE, 3))
    assert state(factory, "chair leg", LINE, 3) is CardState.RELEASED


# -- taps --------------------------------------------------------------------------------------------------------------


def test_only_the_first_that_can_start_has_start_and_it_is_framed(at_station, factory):
    lived_in(factory)
    rows = at_station(LINE).queue()
    assert [row.is_next for row in rows].count(True) == 1
    first = next(row for row in rows if row.is_next)
    assert (first.title, first.card.number) == ("5 × chair", 4)
    assert first.material == "20 chair leg, 5 cushion, 20 screws are here"
    assert rows[0].title == "5 × round table"
    assert rows[0].mark is Mark.URGENT
    assert rows[0].material == "waits for 5 polished wooden panel"
    assert rows[2].material == "10 of 20 chair leg left after the ones above"


def test_twenty_clicks_on_start_book_once(at_station, factory):
    lived_in(factory)
    line = at_station(LINE)
    place = next(at for at, row in enumerate(line.queue()) if row.is_next)
    before = len(factory.shop.history(limit=500).result())
    for _click in range(20):
        line.click(line.screen.make.list, place, None)
        QTest.qWait(10)
    line.answered()
    started = [
        line
        for line in factory.shop.history(limit=500).result()[: -before or None]
        if line.event.action is Action.START
    ]
    assert len(started) == 1


def test_twenty_clicks_without_a_guard_would_book_more(at_station, factory):
    """The negative control: each click that is let through books another card."""
    lived_in(factory)
    line = at_station(LINE)
    for _click in range(2):
        place = next(at for at, row in enumerate(line.queue()) if row.can_start)
        line.click(line.screen.make.list, place, START)
        line.answered()
        factory.clock.tick(minutes=1)
        factory.do(Action.DISPATCH, factory.cards("chair leg", LINE, CardState.IN_PROCESS, CardState.RELEASED))
        factory.do(Action.RECEIVE, factory.cards("chair leg", LINE, CardState.IN_TRANSIT))
        until(lambda: any(row.can_start for row in line.queue()))
        line.settle()
    assert len(factory.cards("chair", STORE, CardState.IN_PROCESS)) == 2


def test_finish_sends_what_was_made(at_station, factory):
    lived_in(factory)
    line = at_station(LINE)
    line.scan(factory.card("chair", STORE, 4))
    line.click(line.screen.make.making, 0, FINISH)
    line.answered()
    assert state(factory, "chair", STORE, 4) is CardState.IN_TRANSIT
    assert line.screen.make.making.rows.rows == []


def test_a_tapped_container_offers_empty_take_some_and_hold_in_its_row(at_station, factory):
    line = at_station(LINE)
    card = factory.card("chair leg", LINE, 2)
    place = line.screen.take.list.rows.rows.index(line.row_of("chair leg"))
    line.click(line.screen.take.list, place, card.id)
    assert line.screen.taps.take_actions.card_id() == card.id
    line.press_button("Empty this one")
    line.answered()
    assert state(factory, "chair leg", LINE, 2) is CardState.RELEASED
    assert not line.screen.taps.take_actions.isVisible()


def test_some_are_taken_by_their_number(at_station, factory):
    line = at_station(LINE)
    card = factory.card("chair leg", LINE, 2)
    place = line.screen.take.list.rows.rows.index(line.row_of("chair leg"))
    line.click(line.screen.take.list, place, card.id)
    line.press_button("Take some")
    line.press_button("One more")
    line.press_button("One more")
    field = line.screen.taps.take_actions.findChild(QLineEdit)
    assert field.text() == "3"
    line.press_button("How many were taken from chair leg 2 of 6?")
    line.answered()
    assert factory.card("chair leg", LINE, 2).quantity == 5


def test_a_container_is_held_with_a_reason_and_freed_again(at_station, factory):
    line = at_station(LINE)
    card = factory.card("chair leg", LINE, 2)
    place = line.screen.take.list.rows.rows.index(line.row_of("chair leg"))
    line.click(line.screen.take.list, place, card.id)
    line.press_button("Hold")
    line.press_button("damaged")
    line.answered()
    assert factory.card("chair leg", LINE, 2).on_hold
    assert line.row_of("chair leg").stock[-1].card.id == card.id
    line.click(line.screen.take.list, place, card.id)
    line.press_button("Resume")
    line.answered()
    assert not factory.card("chair leg", LINE, 2).on_hold


def test_what_has_come_is_received_by_a_tap_also_with_another_number(at_station, factory):
    factory.do(Action.CONSUME, [factory.card("chair leg", LINE, 1), factory.card("chair leg", LINE, 2)])
    factory.do(Action.START, factory.cards("chair leg", LINE, CardState.RELEASED))
    factory.do(Action.DISPATCH, factory.cards("chair leg", LINE, CardState.IN_PROCESS))
    line = at_station(LINE)
    first, second = factory.cards("chair leg", LINE, CardState.IN_TRANSIT)
    place = line.screen.take.list.rows.rows.index(line.row_of("chair leg"))
    line.click(line.screen.take.list, place, first.id)
    line.press_button("Receive 8 pcs")
    line.answered()
    line.click(line.screen.take.list, place, second.id)
    line.press_button("Other number")
    line.screen.taps.take_actions.findChild(QLineEdit).setText("6")
    line.press_button("How many came with chair leg 2 of 6?")
    answer = line.answered()
    assert answer.sign is AnswerSign.REFUSED
    assert answer.code_line.startswith("quantity_out_of_tolerance")
    line.key(Qt.Key.Key_F12)
    form = line.screen.strip.form()
    form.reason.setCurrentText("two were scrapped")
    line.press_button("Book it")
    line.answered()
    assert [card.quantity for card in factory.cards("chair leg", LINE)][:2] == [8, 6]


def test_a_blocked_row_can_be_started_anyway_or_marked_urgent(at_station, factory):
    lived_in(factory)
    line = at_station(LINE)
    place = next(at for at, row in enumerate(line.queue()) if row.title == "5 × square table")
    line.click(line.screen.make.list, place, MORE)
    line.press_button("Mark urgent")
    line.answered()
    assert factory.card("square table", STORE, 1).urgent
    place = next(at for at, row in enumerate(line.queue()) if row.title == "5 × square table")
    line.click(line.screen.make.list, place, MORE)
    line.press_button("Start anyway")
    assert line.answered().sign is AnswerSign.WARNED
    assert state(factory, "square table", STORE, 1) is CardState.IN_PROCESS


def test_no_tap_is_taken_by_a_row_that_has_just_come_under_the_finger(at_station, factory):
    lived_in(factory)
    line = at_station(LINE)
    factory.do(Action.CONSUME, [factory.card("round table", STORE, 1)])
    count = len(line.queue())
    until(lambda: len(line.queue()) == count + 1)
    line.click(line.screen.make.list, 1, None)
    QTest.qWait(50)
    assert line.screen.booker.running == 0
    QTest.qWait(SETTLE_MS)
    line.click(line.screen.make.list, 1, START)
    assert line.answered().sign is AnswerSign.ACCEPTED


def test_the_queue_does_not_move_while_somebody_is_at_it(at_station, factory):
    lived_in(factory)
    line = at_station(LINE)
    before = line.screen.make.list.rows.keys()
    line.screen.make.list.touch()
    factory.do(Action.CONSUME, [factory.card("round table", STORE, 1)])
    factory.do(Action.URGENT, [factory.card("round table", STORE, 1)])
    until(lambda: line.screen.make.news.isVisible() and line.screen.make.news.text() == "1 new, urgent")
    assert line.screen.make.list.rows.keys() == before
    until(lambda: len(line.queue()) == len(before) + 1)
    assert line.queue()[0].card.urgent or line.queue()[1].card.urgent


# -- keys --------------------------------------------------------------------------------------------------------------


def test_alt_and_a_digit_starts_that_row(at_station, factory):
    lived_in(factory)
    line = at_station(LINE)
    place = next(at for at, row in enumerate(line.queue()) if row.is_next)
    line.key(Qt.Key(Qt.Key.Key_1 + place), ALT)
    line.answered()
    assert state(factory, "chair", STORE, 4) is CardState.IN_PROCESS


def test_alt_shift_and_a_digit_opens_that_row_of_take_from_here(at_station):
    line = at_station(LINE)
    line.key(Qt.Key.Key_Exclam, ALT | SHIFT, SCAN_CODES["1"])
    assert line.screen.taps.take_actions.isVisible()
    line.key(Qt.Key.Key_Escape)
    assert not line.screen.taps.take_actions.isVisible()


def test_a_code_can_be_typed_after_f2(at_station, factory):
    line = at_station(LINE)
    card = factory.card("chair leg", LINE, 3)
    line.key(Qt.Key.Key_F2)
    assert line.screen.strip.code_field.hasFocus()
    line.hands.type(card.code.lower() + "\r", gap_ms=60)
    QTest.qWait(80)
    line.answered()
    assert state(factory, "chair leg", LINE, 3) is CardState.RELEASED
    assert not line.screen.strip.code_field.hasFocus()


def test_f8_undoes_and_escape_never_does(at_station, factory):
    line = at_station(LINE)
    line.scan(factory.card("chair leg", LINE, 3))
    line.key(Qt.Key.Key_Escape)
    assert line.answer.sign is None
    assert state(factory, "chair leg", LINE, 3) is CardState.RELEASED
    line.key(Qt.Key.Key_F8)
    line.answered()
    assert state(factory, "chair leg", LINE, 3) is CardState.FULL


def test_no_bare_letter_digit_or_enter_acts(at_station, factory):
    lived_in(factory)
    line = at_station(LINE)
    line.screen.make.list.setFocus()
    before = len(factory.shop.history(limit=500).result())
    line.hands.type("s1undo9\r", gap_ms=90)
    QTest.qWait(100)
    assert line.screen.booker.running == 0
    assert len(factory.shop.history(limit=500).result()) == before


def test_everything_can_be_reached_with_the_tab_key(at_station, factory):
    lived_in(factory)
    line = at_station(LINE)
    seen = set()
    line.screen.setFocus()
    for _step in range(40):
        line.hands.press(Qt.Key.Key_Tab, "\t")
        QTest.qWait(60)
        seen.add(line.screen.focusWidget())
    wanted = {line.screen.strip.code_field, line.screen.make.list, line.screen.take.list}
    wanted |= {button for button in line.screen.bar.buttons.values() if button.isEnabled()}
    assert wanted <= seen


def test_space_starts_the_row_that_the_keyboard_stands_on(at_station, factory):
    lived_in(factory)
    line = at_station(LINE)
    line.screen.make.list.setFocus()
    place = next(at for at, row in enumerate(line.queue()) if row.is_next)
    line.screen.make.list.setCurrentIndex(line.screen.make.list.rows.index(place))
    line.hands.press(Qt.Key.Key_Space, " ")
    QTest.qWait(80)
    line.answered()
    assert state(factory, "chair", STORE, 4) is CardState.IN_PROCESS


# -- the bar -----------------------------------------------------------------------------------------------------------


def test_a_count_below_the_books_takes_the_difference(at_station, factory):
    line = at_station(LINE)
    line.key(Qt.Key.Key_F5)
    form = line.screen.strip.form()
    card = factory.card("chair leg", LINE, 2)
    place = line.screen.take.list.rows.rows.index(line.row_of("chair leg"))
    line.click(line.screen.take.list, place, card.id)
    assert form.container.currentData().id == card.id
    form.counted.setText("5")
    line.press_button("Book the count")
    line.answered()
    assert factory.card("chair leg", LINE, 2).quantity == 5


def test_a_count_above_the_books_is_put_on_hold_for_a_look(at_station, factory):
    line = at_station(LINE)
    line.key(Qt.Key.Key_F5)
    form = line.screen.strip.form()
    form.counted.setText("12")
    line.press_button("Book the count")
    line.answered()
    held = [card for card in factory.cards("chair leg", LINE) if card.on_hold]
    assert len(held) == 1
    event = factory.shop.history(held[0].code, limit=1).result()[0].event
    assert event.reason == "counted 12, the books say 8"


def test_an_extra_card_is_asked_for_with_its_reason(at_station, factory):
    line = at_station(LINE)
    line.key(Qt.Key.Key_F6)
    form = line.screen.strip.form()
    line.press_button("Ask for it")
    assert form.told.text() == "Say why, so that others know."
    form.reason.setCurrentText("more is needed today")
    line.press_button("Ask for it")
    assert line.answered().sign is AnswerSign.ACCEPTED
    extra = [card for card in factory.cards("chair leg", LINE) if card.single_use]
    assert [(card.state, card.container_quantity) for card in extra] == [(CardState.RELEASED, 8)]


def test_help_is_called_seen_and_ended(at_station, factory, link):
    line = at_station(LINE)
    line.key(Qt.Key.Key_F9)
    until(lambda: link.calls)
    assert line.screen.head.trouble.text().startswith("help was called at")
    assert line.screen.bar.buttons["help"].text() == "Help has come"
    line.key(Qt.Key.Key_F9)
    until(lambda: not link.calls)
    assert line.screen.bar.buttons["help"].text() == "Call for help"


def test_the_person_is_kept_with_the_booking(at_station, factory):
    line = at_station(LINE)
    line.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | SHIFT)
    line.screen.strip.form().name.setCurrentText("Erik Berg")
    line.press_button("It is me")
    line.scan(factory.card("chair leg", LINE, 3))
    event = factory.shop.history(factory.card("chair leg", LINE, 3).code).result()[1].event
    assert event.person == "Erik Berg"
    assert line.settings.people == ["Erik Berg"]


# -- other stations, other people --------------------------------------------------------------------------------------


def test_a_store_sends_a_supplier_delivers_a_shop_receives(at_station, factory):
    factory.do(Action.CONSUME, [factory.card("chair", "shop 1", 1)])
    factory.do(Action.CONSUME, [factory.card("wooden beam", "saw", 1)])
    store, supplier, shop = at_station(STORE), at_station("wood supplier"), at_station("shop 1")
    assert store.screen.make.head.title.text() == "Send next"
    assert [row.label for row in store.queue()] == ["Send"]
    assert supplier.screen.make.head.title.text() == "Deliver next"
    assert supplier.screen.take.isHidden()
    assert shop.screen.make.head.title.text() == "On its way here"
    store.click(store.screen.make.list, 0, START)
    store.answered()
    until(lambda: shop.queue() and shop.queue()[0].is_next)
    shop.settle()
    shop.click(shop.screen.make.list, 0, START)
    shop.answered()
    assert state(factory, "chair", "shop 1", 1) is CardState.FULL


def test_a_card_that_moved_on_meanwhile_is_not_booked_by_a_late_tap(at_station, factory):
    line = at_station(LINE)
    card = factory.card("chair leg", LINE, 2)
    place = line.screen.take.list.rows.rows.index(line.row_of("chair leg"))
    line.click(line.screen.take.list, place, card.id)
    factory.do(Action.DRAW, [card], quantity=3)
    line.press_button("Empty this one")
    answer = line.answered()
    assert answer.sign is AnswerSign.REFUSED
    assert answer.code_line.startswith("changed_meanwhile")


def test_an_empty_item_stays_with_a_red_nought_and_says_when_more_comes(at_station, factory):
    lived_in(factory)
    row = at_station(LINE).row_of("polished wooden panel")
    assert (row.pieces, row.is_out, row.tone) == ("0", True, "stop")
    assert row.reach.startswith("None here. 24 pcs")


def test_reach_is_told_in_what_is_made_of_it(at_station, factory):
    lived_in(factory)
    line = at_station(LINE)
    assert line.row_of("chair leg").reach == "enough for 7 × chair"
    assert [row.item for row in line.screen.take.list.rows.rows][:3] == ["chair leg", "cushion", "screws"]
    line.scan(factory.card("chair", STORE, 4))
    assert (line.row_of("chair leg").reach, line.row_of("chair leg").tone) == ("enough for 2 × chair", "warn")


def test_the_queue_without_work_says_so_and_invites_nobody_to_make_more(at_station):
    line = at_station("grinder")
    assert line.queue() == []
    assert line.screen.make.list.empty_text == "Nothing to make. The loops are full."


def test_an_answer_falls_back_to_idle_and_tells_what_was_last(at_station, factory):
    line = at_station(LINE)
    line.scan(factory.card("chair leg", LINE, 3))
    assert line.screen.talk._to_idle.isActive()
    assert line.screen.talk._to_idle.interval() == IDLE_AFTER_MS
    line.screen.talk.idle()
    assert line.answer.headline == "Ready. Scan a card."
    assert "chair leg 3 of 6" in line.answer.hint
    assert "Anna Lind emptied it" in line.answer.hint


def test_the_strip_never_changes_its_height(at_station, factory):
    lived_in(factory)
    line = at_station(LINE)
    heights = {line.screen.strip.height()}
    line.scan(factory.card("chair", STORE, 4))
    heights.add(line.screen.strip.height())
    factory.clock.tick(minutes=1)
    line.scan(factory.card("table leg", LINE, 6))
    heights.add(line.screen.strip.height())
    line.key(Qt.Key.Key_F5)
    heights.add(line.screen.strip.height())
    assert len(heights) == 1


def test_rows_and_buttons_are_named_for_screen_readers(at_station, factory):
    lived_in(factory)
    line = at_station(LINE)
    role = Qt.ItemDataRole.AccessibleTextRole
    queue = line.screen.make.list.rows
    assert queue.index(1).data(role).startswith("Start, 5 × chair, card 4 of 8")
    take = line.screen.take.list.rows
    assert take.index(0).data(role).startswith("chair leg, rack A1")
    chip = line.row_of("chair leg").stock[0]
    assert chip.spoken.startswith("chair leg 1 of 6, in use, 6 of 8 left")
    for button in line.screen.bar.buttons.values():
        assert "F" in button.accessibleName()


def test_one_changed_row_repaints_one_row(at_station, factory):
    lived_in(factory)
    line = at_station(LINE)
    changed = []
    line.screen.take.list.rows.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    factory.do(Action.DRAW, [factory.card("chair leg", LINE, 2)], quantity=1)
    place = line.screen.take.list.rows.rows.index(line.row_of("chair leg"))
    until(lambda: changed)
    assert changed == [(place, place)]
