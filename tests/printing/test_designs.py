"""A design is data: what it says is printed, what is wrong with it is told with its place, and it does nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanban_app.domain.paper import PaperCard
from kanban_app.printing.designs import BUILT_IN, Design, DesignProblem, built_in, dump, load, usable, validate
from kanban_app.printing.formats import FORMATS, format_named, format_names
from kanban_app.printing.options import PrintOptions
from kanban_app.printing.problems import Field, MissingGlyph
from kanban_app.printing.render import check, render
from tests.printing.paper_cards import EVERY_LOOK, ONCE, PRODUCTION, SIGNAL, SUPPLIER, WITHDRAWAL, card, pictures
from tests.printing.reading import codes, pages, text

QR = {"kind": "qr", "name": "QR code", "left": 10, "top": 10, "width": 21, "height": 21}
CODE = {
    "kind": "text", "name": "code", "left": 10, "top": 40, "width": 60, "height": 6,
    "parts": [{"field": "code", "weight": "code", "sizes": [[4, 3]]}],
}  # fmt: skip
WORDS = {
    "kind": "text", "name": "words", "left": 50, "top": 10, "width": 70, "height": 10,
    "parts": [{"text": "mind the varnish", "sizes": [[4, 3]]}],
}  # fmt: skip


def file_of(*elements: dict[str, Any], **facts: Any) -> str:
    """A design file with the code, its letters, and these elements."""
    whole = {"name": "own", "width_mm": 148, "height_mm": 105, "elements": [QR, CODE, *elements], **facts}
    return json.dumps(whole)


def own(*elements: dict[str, Any], **facts: Any) -> Design:
    """The design of such a file."""
    return load(file_of(*elements, **facts))


def printed(design: Design, paper_card: PaperCard, **choices: Any) -> str:
    """The text of a card of this design."""
    return text(render([paper_card], "a6", pictures, options=PrintOptions(design=design, **choices)))


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_design_is_written_as_it_is_read(name: str) -> None:
    design = built_in(name)
    assert load(dump(design)) == design
    assert dump(load(dump(design))) == dump(design)


@pytest.mark.parametrize("format_name", format_names())
def test_every_format_has_a_design_with_which_nothing_is_wrong(format_name: str) -> None:
    paper = format_named(format_name)
    assert validate(built_in(paper.design), paper) == []


@pytest.mark.parametrize("code128", [False, True])
@pytest.mark.parametrize("format_name", format_names())
def test_every_format_prints_every_look(format_name: str, code128: bool) -> None:
    looks = [look for name, look in EVERY_LOOK.items() if name != "long texts"]
    options = PrintOptions(code128=code128)
    assert check(looks, format_name, pictures, options) == []
    found = text(render(looks, format_name, pictures, options=options))
    assert all(f"{look.code[:3]} {look.code[3:6]} {look.code[6]}" in found for look in looks)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda file: file["elements"][2].pop("left"), "element 3 “words”: left is missing."),
        (lambda file: file["elements"][2].update(left="x"), "element 3 “words”: left is not a number."),
        (
            lambda file: file["elements"][2].update(width=5000),
            "element 3 “words”: width is 5000; it can be 0 to 1000.",
        ),
        (lambda file: file["elements"][2].update(colour="red"), "element 3 “words”: nothing is called “colour” here."),
        (
            lambda file: file["elements"][2].update(align="middle"),
            "element 3 “words”: align is “middle”; it can be: left, centre, right.",
        ),
        (lambda file: file["elements"][2]["parts"][0].pop("sizes"), "element 3 “words”: text 1: sizes is missing."),
        (
            lambda file: file["elements"][2]["parts"][0].update(sizes=[[2, 3]]),
            "element 3 “words”: text 1: sizes 1: the largest size comes first.",
        ),
        (lambda file: file["elements"][2].update(shown="yes"), "element 3 “words”: shown is neither true nor false."),
        (
            lambda file: file["elements"][2].update(when=[{"if": {"colour": 1}, "show": True}]),
            "element 3 “words”: rule 1: nothing is called “colour” here.",
        ),
        (
            lambda file: file["elements"][2].update(when=[{"if": {}, "set": {"width": -1}}]),
            "element 3 “words”: when … set: width is -1; it can be 0 to 1000.",
        ),
        (lambda file: file.pop("height_mm"), "design: height_mm is missing."),
        (lambda file: file.update(elements=[]), "A design has a list of 1 to 200 elements."),
        (lambda file: file["elements"].append(5), "element 4 “” is not a set of named values."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(change: Any, sentence: str) -> None:
    file = json.loads(file_of(WORDS))
    change(file)
    with pytest.raises(DesignProblem) as problem:
        load(json.dumps(file))
    assert str(problem.value) == sentence


def test_an_unknown_field_is_said_with_those_there_are() -> None:
    wrong = {**WORDS, "parts": [{"field": "colour", "sizes": [[4, 3]]}]}
    with pytest.raises(DesignProblem, match=r"^element 3 “words”: text 1: there is no field “colour”; there are: "):
        own(wrong)


@pytest.mark.parametrize(
    "broken", ["", "{", "[]", "null", "5", '"x"', "{}", "[" * 5000, '{"name": NaN}', "x" * 500_000]
)
def test_what_is_no_design_file_is_refused(broken: str) -> None:
    with pytest.raises(DesignProblem):
        load(broken)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_any_change_of_any_value_is_read_or_refused(data: st.DataObject) -> None:
    file = json.loads(dump(built_in("a6")))
    element = data.draw(st.sampled_from(file["elements"]))
    name = data.draw(st.sampled_from([*element, "when", "parts", "kind", "x"]))
    element[name] = data.draw(JSON)
    try:
        design = load(json.dumps(file))
    except DesignProblem:
        return
    assert load(dump(design)) == design
    assert usable(design, FORMATS["a6"])[0] is not None


def rule(condition: dict[str, Any], **does: Any) -> dict[str, Any]:
    """The words, hidden but where this holds."""
    return {**WORDS, "shown": False, "when": [{"if": condition, **(does or {"show": True})}]}


OAK = card(41, item_category="oak")
FOR_SHOP = card(42, customer="shop 1")


@pytest.mark.parametrize(
    ("condition", "shown_on", "hidden_on"),
    [
        ({"kinds": ["supplier"]}, SUPPLIER, PRODUCTION),
        ({"kinds": ["withdrawal", "supplier"]}, WITHDRAWAL, ONCE),
        ({"kinds": ["single_use"]}, ONCE, PRODUCTION),
        ({"lot": True}, SIGNAL, PRODUCTION),
        ({"lot": False}, PRODUCTION, SIGNAL),
        ({"urgent": True}, replace(PRODUCTION, urgent=True), PRODUCTION),
        ({"categories": ["oak", "ash"]}, OAK, PRODUCTION),
        ({"customers": ["shop 1"]}, FOR_SHOP, PRODUCTION),
        ({"customers": ["Customer near shop 1"]}, ONCE, PRODUCTION),
        ({"empty": ["container_type"]}, replace(PRODUCTION, container_type=""), PRODUCTION),
        ({"kinds": ["production"], "lot": True}, SIGNAL, SUPPLIER),
    ],
)
def test_a_rule_shows_an_element_on_the_cards_it_is_for(
    condition: dict[str, Any], shown_on: PaperCard, hidden_on: PaperCard
) -> None:
    design = own(rule(condition))
    assert "mind the varnish" in printed(design, shown_on)
    assert "mind the varnish" not in printed(design, hidden_on)


def test_rules_ask_for_the_choices_of_the_job() -> None:
    assert "mind the varnish" in printed(own(rule({"code128": True})), PRODUCTION, code128=True)
    assert "mind the varnish" not in printed(own(rule({"code128": True})), PRODUCTION)
    assert "mind the varnish" in printed(own(rule({"two_languages": True})), PRODUCTION, second_language="sv")


def test_a_rule_changes_what_it_names_and_the_last_one_wins() -> None:
    changed = {**WORDS, "when": [
        {"if": {"kinds": ["production"]}, "set": {"parts": [{"text": "first", "sizes": [[4, 3]]}]}},
        {"if": {"lot": False}, "set": {"parts": [{"text": "second", "sizes": [[4, 3]]}]}},
    ]}  # fmt: skip
    design = own(changed)
    assert "second" in printed(design, PRODUCTION)
    assert "first" in printed(design, SIGNAL)
    assert "mind the varnish" in printed(design, SUPPLIER)


def test_cards_of_several_looks_in_one_job_keep_their_own() -> None:
    found = text(render([PRODUCTION, SUPPLIER], "a6", options=PrintOptions(design=own(rule({"kinds": ["supplier"]})))))
    assert found.count("mind the varnish") == 1


@pytest.mark.parametrize(
    ("element", "problem"),
    [
        ({**WORDS, "left": 140}, "Element 3 “words” reaches beyond the card."),
        ({**WORDS, "left": 28}, "Element 3 “words” stands in the white that the code needs around it."),
        ({**WORDS, "parts": [{"text": "x", "sizes": [[2, 1]]}]}, "Element 3 “words”: letters of 1.00 mm are too small"),
        (
            {**QR, "name": "fine", "left": 60, "width": 8, "height": 8},
            "Element 3 “fine”: lines of 0.38 mm are too fine",
        ),
        ({**QR, "name": "flat", "left": 60, "height": 8}, "Element 3 “flat” is not as wide as it is high."),
        (
            {"kind": "code128", "name": "bars", "left": 50, "top": 50, "width": 20, "height": 9, "narrow_mm": 0.3},
            "Element 3 “bars” is too short for its bars and the white at either end.",
        ),
    ],
)
def test_what_a_paper_cannot_carry_is_told_and_the_usual_design_is_taken(element: dict[str, Any], problem: str) -> None:
    design, paper = own(element), FORMATS["a6"]
    (sentence,) = validate(design, paper)
    assert sentence.startswith(problem)
    taken, message = usable(design, paper)
    assert taken == built_in("a6")
    assert message == f"The design “own” can't be used on this paper, so the usual one is printed. {sentence}"
    assert "chair leg" in printed(design, PRODUCTION)


def test_a_design_without_a_code_or_its_letters_is_not_printed() -> None:
    bare = json.dumps({"name": "bare", "width_mm": 148, "height_mm": 105, "elements": [WORDS]})
    assert len(validate(load(bare), FORMATS["a6"])) == 2


def test_a_sound_design_is_used_without_a_message() -> None:
    design = own(WORDS)
    assert usable(design, FORMATS["a6"]) == (design, "")
    assert usable(None, FORMATS["credit-card"]) == (built_in("credit-card"), "")


def test_a_design_of_another_size_is_as_large_as_the_cell_allows_and_scans() -> None:
    data = render([PRODUCTION], "a5", options=PrintOptions(design=own(WORDS, width_mm=130, height_mm=50)))
    (page,) = pages(data, 203)
    assert codes(page) == [PRODUCTION.code]


def test_words_of_a_design_do_nothing_but_stand_there() -> None:
    nasty = "<img src='/etc/passwd'/> {card.code} %s ) Tj"
    design = own({**WORDS, "top": 40, "left": 75, "parts": [{"text": nasty, "sizes": [[3, 2], [2, 1.4]]}]})
    assert nasty in printed(design, PRODUCTION)


def test_words_of_a_design_that_no_font_prints_are_refused_before_printing() -> None:
    design = own({**WORDS, "parts": [{"text": "螺栓", "sizes": [[4, 3]]}]})
    (problem,) = check([PRODUCTION], "a6", options=PrintOptions(design=design))
    assert problem.field is Field.WORDING
    label = {"kind": "label", "name": "label", "left": 60, "top": 60, "width": 40, "height": 5, "text": "螺栓"}
    labelled = PrintOptions(design=own({**label, "sizes": [[2, 2]]}))
    assert len(check([PRODUCTION], "a6", options=labelled)) == 1
    with pytest.raises(MissingGlyph):
        render([PRODUCTION], "a6", options=labelled)


def test_a_name_that_is_no_built_in_design_opens_no_file() -> None:
    for name in ("a7", "../demo/README", "/etc/passwd", ""):
        with pytest.raises(KeyError):
            built_in(name)
