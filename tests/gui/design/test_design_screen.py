"""Editing a card design with mouse and keys: what is seen is what is kept, and what is kept is what is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from kanban_app.domain.print_jobs import Look
from kanban_app.gui.design.words import (
    element_words,
    face_words,
    field_words,
    kind_words,
    label_words,
    sample_words,
    value_words,
    weight_words,
)
from kanban_app.operations.paper_looks import design_names, keep_design, read_design
from kanban_app.operations.print_desk import PrintOrder
from kanban_app.operations.print_jobs import Destination
from kanban_app.printing.design_edits import edges_of
from kanban_app.printing.design_samples import SAMPLES
from kanban_app.printing.designs import built_in, dump, load
from kanban_app.printing.elements import FACES, KINDS, WEIGHTS, Text
from kanban_app.printing.said import FIELDS, LABELS
from tests.gui.conftest import until
from tests.gui.design.conftest import Desk
from tests.gui.plants import Factory

KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
ALT, SHIFT, CONTROL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
POINTS_PER_MM = 72 / 25.4


def middle(desk: Desk) -> QPointF:
    """A spot within the chosen element, away from its handles."""
    box = desk.screen.preview.canvas.rect_of(desk.screen.document.element().box)
    return QPointF(box.left() + box.width() * 0.3, box.top() + box.height() * 0.4)


def text_at(path: Path, words: str) -> tuple[float, float]:
    """(left, bottom) in mm of these words on the first page."""
    with pypdfium2.PdfDocument(path) as document:
        page = document[0].get_textpage()
        at = page.get_text_range().index(words)
        left, bottom, _right, _top = page.get_charbox(at)
        return left / POINTS_PER_MM, bottom / POINTS_PER_MM


def printed(factory: Factory, design: str, out: Path) -> Path:
    """A card of the chair legs printed with this design."""
    [code, *_rest] = [card.code for card in factory.cards("chair leg", "assembly line")]
    order = PrintOrder((code,), Look("a6", design), Destination(file=out), again=True)
    result = factory.shop.desk.print(order).result()
    assert not result.problems
    assert not result.notes
    return out


# -- the mouse --------------------------------------------------------------------------------------------------------


def test_a_dragged_element_is_printed_where_it_was_put(desk: Desk, factory: Factory, tmp_path: Path) -> None:
    assert desk.keep("as it was").startswith("“as it was” is kept.")
    before = text_at(printed(factory, "as it was", tmp_path / "before.pdf"), "chair leg")
    old = desk.choose("item")
    desk.drag(middle(desk), 6, 3, ALT)
    new = desk.element("item")
    # A pixel of this window is a quarter of a millimetre.
    assert (new.left - old.left, new.top - old.top) == (pytest.approx(6, abs=0.3), pytest.approx(3, abs=0.3))
    desk.keep("moved")
    after = text_at(printed(factory, "moved", tmp_path / "after.pdf"), "chair leg")
    assert after[0] - before[0] == pytest.approx(new.left - old.left, abs=0.2)
    assert before[1] - after[1] == pytest.approx(new.top - old.top, abs=0.2)


def test_one_drag_is_one_step_that_is_undone_and_done_again_by_keys(desk: Desk) -> None:
    first = desk.screen.document.design
    desk.choose("item")
    desk.drag(middle(desk), 6, 3, NONE)
    moved = desk.screen.document.design
    assert moved != first
    desk.press(KEY.Key_Z, CONTROL)
    assert desk.screen.document.design == first
    desk.press(KEY.Key_Y, CONTROL)
    assert desk.screen.document.design == moved
    desk.click(desk.screen.undo)
    assert desk.screen.document.design == first
    assert not desk.screen.undo.isEnabled()


def test_a_handle_pulls_one_edge_and_leaves_the_others(desk: Desk) -> None:
    old = desk.choose("from box").box
    desk.drag(desk.screen.preview.canvas.handle_points()[3], -5, 0, ALT)
    new = desk.element("from box").box
    assert (new.left, new.top, new.height) == (old.left, old.top, old.height)
    assert new.width == pytest.approx(old.width - 5, abs=0.3)


@pytest.mark.parametrize("held", [NONE, ALT])
def test_what_is_dragged_near_another_elements_edge_takes_its_place_unless_alt_is_held(
    desk: Desk, held: Qt.KeyboardModifier
) -> None:
    desk.choose("arrow")
    wanted = desk.element("card box").box.left
    desk.drag(middle(desk), wanted - desk.element("arrow").left - 0.6, -25, held)
    box = desk.element("arrow").box
    upright, _level = edges_of(desk.screen.document.design, desk.screen.document.at)
    edges = {round(edge, 2) for edge in (box.left, box.left + box.width / 2, box.right)}
    assert bool(edges & {round(edge, 2) for edge in upright}) is (held is NONE)


def test_escape_leaves_a_drag_without_a_step(desk: Desk) -> None:
    first, canvas = desk.screen.document.design, desk.screen.preview.canvas
    desk.choose("item")
    start = middle(desk)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, NONE, start.toPoint())
    desk.press(KEY.Key_Escape)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, NONE, (start + QPointF(40, 40)).toPoint())
    assert desk.screen.document.design == first


def test_a_press_on_the_card_chooses_the_smallest_element_there(desk: Desk) -> None:
    canvas = desk.screen.preview.canvas
    spot = canvas.rect_of(desk.element("source").box).center()
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, NONE, spot.toPoint())
    assert desk.screen.document.element().name == "source"
    assert desk.screen.elements.list.currentItem().text().startswith("source ")


# -- keys -------------------------------------------------------------------------------------------------------------


def test_arrow_keys_move_half_a_millimetre_with_shift_five_and_with_control_they_pull(desk: Desk) -> None:
    old = desk.choose("item").box
    for key, held in ((KEY.Key_Right, NONE), (KEY.Key_Down, SHIFT), (KEY.Key_Left, CONTROL)):
        desk.press(key, held)
    new = desk.element("item").box
    assert (new.left, new.top, new.width) == (old.left + 0.5, pytest.approx(old.top + 5), old.width - 0.5)
    for _ in range(3):
        desk.press(KEY.Key_Z, CONTROL)
    assert desk.element("item").box == old


def test_delete_removes_and_control_d_copies_the_element(desk: Desk) -> None:
    count = len(desk.screen.document.design.elements)
    desk.choose("arrow")
    desk.press(KEY.Key_D, CONTROL)
    assert [element.name for element in desk.screen.document.design.elements].count("arrow") == 2
    desk.press(KEY.Key_Delete)
    desk.press(KEY.Key_PageUp)
    assert len(desk.screen.document.design.elements) == count
    assert desk.screen.document.element().name == "arrow"


def test_elements_are_added_and_ordered_by_the_lists_buttons(desk: Desk) -> None:
    menu = desk.screen.elements.add.menu()
    [action] = [action for action in menu.actions() if action.text() == kind_words("text")]
    action.trigger()
    names = [element.name for element in desk.screen.document.design.elements]
    assert names[-1] == "text"
    assert desk.screen.document.at == len(names) - 1
    desk.click(desk.screen.elements.back)
    assert [element.name for element in desk.screen.document.design.elements][-2] == "text"
    assert desk.screen.document.element().name == "text"


# -- what the element says --------------------------------------------------------------------------------------------


def test_place_and_size_can_be_typed_with_a_comma(desk: Desk) -> None:
    desk.choose("item")
    desk.type_into(desk.screen.form.sides["left"], "20,25")
    assert desk.element("item").left == 20.25
    desk.type_into(desk.screen.form.sides["left"], "5000")
    assert desk.screen.told.text().startswith("Nothing was changed. ")
    assert desk.screen.form.sides["left"].text() == "20.25"


def test_a_text_says_another_field_in_other_sizes(desk: Desk) -> None:
    desk.choose("hint")
    parts = desk.screen.parts
    parts.field.setCurrentIndex(parts.field.findData("item_category"))
    parts.field.activated.emit(parts.field.currentIndex())
    desk.type_into(parts.largest, "4")
    element = desk.element("hint")
    assert isinstance(element, Text)
    assert element.parts[0].field == "item_category"
    assert element.parts[0].sizes[0][0] == 4
    assert element.parts[0].sizes[-1][1] == 2


def test_own_words_are_printed_as_they_stand(desk: Desk, factory: Factory, tmp_path: Path) -> None:
    desk.choose("hint")
    parts = desk.screen.parts
    parts.field.setCurrentIndex(parts.field.findData(""))
    parts.field.activated.emit(parts.field.currentIndex())
    desk.type_into(parts.words, "mind S&P <b>")
    desk.keep("words")
    with pypdfium2.PdfDocument(printed(factory, "words", tmp_path / "words.pdf")) as document:
        assert "mind S&P <b>" in document[0].get_textpage().get_text_range()


# -- rules ------------------------------------------------------------------------------------------------------------


def test_a_rule_hides_an_element_on_cards_of_one_kind_only(desk: Desk) -> None:
    desk.choose("arrow")
    desk.click(desk.screen.rules.add)
    assert desk.screen.document.rule == 0
    desk.click(desk.screen.rules.kinds["supplier"])
    rules = desk.screen.rules
    rules.show_choice.setCurrentIndex(rules.show_choice.findData(False))
    rules.show_choice.activated.emit(rules.show_choice.currentIndex())
    [rule] = desk.element("arrow").when
    assert (rule.kinds, rule.show) == (("supplier",), False)
    desk.drawn()
    assert desk.screen.preview.told.text() == "Shown on a card that the rule applies to: supplier."


def test_what_is_dragged_while_a_rule_is_edited_holds_on_its_cards_only(desk: Desk) -> None:
    old = desk.choose("item").box
    desk.click(desk.screen.rules.add)
    desk.type_into(desk.screen.rules.lists["customers"], "Svensson; Larsson")
    desk.drawn()
    desk.press(KEY.Key_Right, SHIFT)
    element = desk.element("item")
    assert element.box == old
    rule = element.when[-1]
    assert rule.customers == ("Svensson", "Larsson")
    assert dict(rule.change)["left"] == old.left + 5
    desk.click(desk.screen.rules.usual)
    assert desk.element("item").when[-1].change == ()


# -- problems ---------------------------------------------------------------------------------------------------------


def test_a_problem_is_told_in_words_and_leads_to_its_element(desk: Desk) -> None:
    desk.choose("QR code")
    desk.type_into(desk.screen.form.sides["width"], "8")
    desk.choose("band")
    desk.drawn()
    panel = desk.screen.elements
    assert panel.heading.text() == "1 problem on A6, one a page"
    item = panel.findings.item(0)
    assert "lines of 0.38 mm are too fine to scan" in item.text()
    QTest.mouseClick(
        panel.findings.viewport(), Qt.MouseButton.LeftButton, pos=panel.findings.visualItemRect(item).center()
    )
    assert desk.screen.document.element().name == "QR code"


def test_a_smaller_paper_shows_what_becomes_too_small(desk: Desk) -> None:
    paper = desk.screen.preview.paper
    paper.setCurrentIndex(paper.findData("label-62"))
    paper.activated.emit(paper.currentIndex())
    desk.drawn()
    assert desk.screen.elements.heading.text().endswith(" problems on label on 62 mm tape")


# -- keeping, files ---------------------------------------------------------------------------------------------------


def test_a_built_in_design_is_kept_as_a_copy_and_stays_as_it_is(desk: Desk, factory: Factory) -> None:
    assert desk.keep("a6").startswith("Nothing was kept. “a6” is the name of a built-in design.")
    desk.choose("item")
    desk.press(KEY.Key_Right)
    desk.keep("ours")
    assert factory.shop.read(design_names).result() == ("ours",)
    assert load(factory.shop.read(read_design, "ours").result()) == desk.screen.document.design
    assert dump(built_in("a6")) != factory.shop.read(read_design, "ours").result()
    assert not desk.screen.keep.isEnabled()


def test_another_designs_name_is_not_taken(desk: Desk, factory: Factory) -> None:
    factory.shop.write(keep_design, "theirs", dump(built_in("label"))).result()
    assert desk.keep("theirs") == "Nothing was kept. There is a design “theirs” already. Choose another name."
    assert load(factory.shop.read(read_design, "theirs").result()) == built_in("label")


def test_what_was_edited_comes_back_after_another_design_was_opened(desk: Desk, factory: Factory) -> None:
    factory.shop.write(keep_design, "theirs", dump(built_in("label"))).result()
    desk.choose("item")
    desk.press(KEY.Key_Right)
    edited = desk.screen.document.design
    desk.open("theirs")
    assert desk.screen.document.design == built_in("label")
    desk.press(KEY.Key_Z, CONTROL)
    assert desk.screen.document.design == edited


def test_what_was_not_kept_is_there_when_the_window_is_opened_again(desk: Desk) -> None:
    desk.choose("item")
    desk.press(KEY.Key_Right)
    edited = desk.screen.document.design
    desk.again()
    assert desk.screen.document.design == edited
    assert desk.screen.told.text() == "What was edited here and not kept is here again."
    assert desk.screen.name.text() == "large card, own"
    desk.keep("ours")
    desk.again()
    assert desk.screen.document.design == built_in("a6")


def test_who_comes_back_to_the_same_design_goes_on_with_it(desk: Desk) -> None:
    desk.choose("item")
    desk.press(KEY.Key_Right)
    edited = desk.screen.document.design
    for name in ("", "a6"):
        desk.screen.edit(name)
        desk.factory.shop.read(design_names).result()
        QTest.qWait(50)
        assert desk.screen.document.design == edited
        assert desk.screen.told.text() == ""


def test_a_design_that_is_asked_for_stands_over_what_was_left(desk: Desk) -> None:
    desk.choose("item")
    desk.press(KEY.Key_Right)
    edited = desk.screen.document.design
    desk.again("label")
    assert desk.screen.document.design == built_in("label")
    assert desk.screen.told.text() == "What was edited before and is not kept comes back by Undo."
    desk.press(KEY.Key_Z, CONTROL)
    assert desk.screen.document.design == edited


def test_a_broken_design_gives_way_to_the_built_in_one_with_a_message(desk: Desk, factory: Factory) -> None:
    factory.shop.write(keep_design, "broken", '{"name": ').result()
    desk.choose("item")
    desk.press(KEY.Key_Right)
    desk.open("broken")
    assert desk.screen.document.design == built_in("a6")
    assert desk.screen.told.text().startswith("The design “broken” can't be read: Line 1 ")
    assert factory.shop.read(read_design, "broken").result() == '{"name": '


def test_a_design_goes_out_as_a_file_and_comes_in_again(desk: Desk, tmp_path: Path) -> None:
    desk.choose("item")
    desk.press(KEY.Key_Right)
    sent = desk.screen.document.design
    desk.screen.files.save(sent, tmp_path / "ours.json")
    until(lambda: desk.screen.told.text() == "Saved as ours.json.")
    desk.press(KEY.Key_Right)
    desk.screen.files.bring(tmp_path / "ours.json")
    until(lambda: desk.screen.document.design == sent)
    assert desk.screen.name.text() == "ours"
    assert desk.screen.keep.isEnabled()


def test_a_broken_file_changes_nothing_and_says_where(desk: Desk, tmp_path: Path) -> None:
    whole = json.loads(dump(built_in("a6")))
    whole["elements"][2]["left"] = "x"
    (tmp_path / "bad.json").write_text(json.dumps(whole))
    first = desk.screen.document.design
    desk.screen.files.bring(tmp_path / "bad.json")
    until(desk.screen.told.text)
    assert desk.screen.told.text() == (
        "This file can't be used: element 3 “corner”: left is not a number. The design on the screen is unchanged."
    )
    assert desk.screen.document.design == first
    desk.screen.files.bring(tmp_path / "nowhere.json")
    until(lambda: desk.screen.told.text().startswith("The file can't be read: "))


# -- cards to look at, words ------------------------------------------------------------------------------------------


def test_the_plants_own_cards_and_every_sample_can_be_looked_at(desk: Desk, factory: Factory) -> None:
    choice = desk.screen.preview.sample
    until(lambda: choice.count() == len(SAMPLES) + len(factory.shop.structure.loops))
    for place in range(choice.count()):
        choice.setCurrentIndex(place)
        choice.activated.emit(place)
        desk.drawn()
        assert desk.screen.preview.told.text().startswith("Drag the element")
    code = choice.currentData()[1]
    assert desk.screen.preview.wanted().code == code
    assert code


def test_everything_that_can_be_chosen_has_words() -> None:
    for words, names in (
        (kind_words, KINDS),
        (field_words, FIELDS),
        (label_words, LABELS),
        (weight_words, WEIGHTS),
        (face_words, FACES),
        (sample_words, SAMPLES),
        (value_words, ("stack", "beside", "run", "left", "centre", "right", "top", "middle", "bottom")),
    ):
        told = [words(name) for name in names]
        assert all(told)
        assert len(set(told)) == len(told)
    assert element_words(built_in("a6").elements[0]) == "band · band of the loop's kind"
