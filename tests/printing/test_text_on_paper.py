"""Card text is exactly what was typed, or the card is refused with the field's name."""

from __future__ import annotations

import gettext
import math
import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanban_app import i18n
from kanban_app.domain.paper import InputLine
from kanban_app.printing.fonts import Weight, font, runs
from kanban_app.printing.problems import BadCode, Field, MissingGlyph, PrintRefused, TextDoesNotFit, sentence
from kanban_app.printing.render import check, render
from tests.printing.paper_cards import EVERY_LOOK, LONG, card, code, pictures
from tests.printing.reading import text

PRINTS_AS_TYPED = [
    "S&P",
    "M6<M8",
    "<b>bold</b>",
    "&amp; &lt;",
    "Łódź",
    "Ω 10 k",
    "Ø 12 ± 0,1 × 3",
    "⌀ 8 ⟂ ∠ ◎",
    "Стул левый",
    "ћирилица, ӨҮ",
    "Καρέκλα",
    "ẞtraße ĳ ŋ ǆ",
    "50 % (2)\\n \\ ) (",
    "'\"; DROP TABLE card; --",
    "../../etc/passwd",
    "=1+1",
    "%s %(name)s {0} {name}",
    "a  b   c",
    "-12-34/56_78",
    "№ 5 ½ ⅞ € ₽",
    "x" * 40,
]
REFUSED = {
    "emoji": "bolt 🔩",
    "emoji by variation": "warm ☺️",
    "Hebrew": "כיסא",
    "Arabic": "كرسي",
    "Arabic digits": "٣",
    "Chinese": "螺栓",
    "Thai": "เก้าอี้",
    "override to the right": "leg\u202egel",
    "a mark on nothing": "x\u0336",
    "line break": "chair\nleg",
    "tab": "chair\tleg",
    "null": "chair\0leg",
    "invisible joiner": "chair\u200dleg",
    "soft hyphen": "chair\u00adleg",
    "private use": "\ue000",
    "half a surrogate": "\ud83d",
    "no character": "\uffff",
}


@pytest.mark.parametrize("typed", PRINTS_AS_TYPED)
@pytest.mark.parametrize("field", ["item_code", "item_description", "source_name", "consumer_location", "plant_name"])
def test_what_is_typed_comes_out_of_the_pdf_unchanged(field: str, typed: str) -> None:
    printed = card(**{"inputs": (), field: typed})
    assert check([printed]) == []
    assert " ".join(typed.split()) in " ".join(text(render([printed], "a6")).split())


@pytest.mark.parametrize("typed", list(REFUSED.values()), ids=list(REFUSED))
@pytest.mark.parametrize(
    "field",
    [
        Field.ITEM_CODE,
        Field.ITEM_DESCRIPTION,
        Field.SOURCE_NAME,
        Field.CONTAINER_TYPE,
        Field.UNIT,
        Field.PLANT_NAME,
    ],
)
def test_what_no_font_prints_is_refused_with_field_and_character(field: Field, typed: str) -> None:
    printed = card(inputs=(), **{field.value: typed})
    with pytest.raises(MissingGlyph) as refused:
        render([printed], "a6")
    assert refused.value.field is field
    assert refused.value.text == typed
    assert refused.value.character in typed
    assert [(problem.field, problem.card_codes) for problem in check([printed])] == [(field, (printed.code,))]


def test_a_letter_and_its_accent_in_two_characters_print_as_one() -> None:
    printed = card(item_code=unicodedata.normalize("NFD", "Mål för stång"))
    assert "Mål för stång" in text(render([printed], "a6"))


def test_a_glyph_missing_in_a_component_is_said_of_the_components() -> None:
    printed = card(inputs=(InputLine("釘", 4, 0, "pcs"),))
    with pytest.raises(MissingGlyph) as refused:
        render([printed], "a6")
    assert (refused.value.field, refused.value.character) == (Field.INPUTS, "釘")


@pytest.mark.parametrize(
    ("field", "longest", "too_long"),
    [
        (Field.ITEM_CODE, "chair leg front left " * 5, "chair leg front left " * 12),
        (Field.ITEM_DESCRIPTION, "a description of many words " * 7, "a description of many words " * 20),
        (Field.SOURCE_NAME, "sawing hall north " * 3, "sawing hall north " * 9),
        (Field.CONTAINER_TYPE, "grey box with lid, " * 3, "grey box with lid, " * 9),
        (Field.UNIT, "Kilogramm", "hundred pairs of legs, packed in cartons " * 3),
        (Field.PLANT_NAME, "furniture factory " * 4, "furniture factory " * 12),
    ],
)
def test_a_long_text_wraps_whole_and_a_longer_one_is_refused_before_printing(
    field: Field, longest: str, too_long: str
) -> None:
    fits = card(inputs=(), **{field.value: longest.strip()})
    assert longest.strip() in text(render([fits], "a6"))
    with pytest.raises(TextDoesNotFit) as refused:
        render([card(inputs=(), **{field.value: too_long.strip()})], "a6")
    assert refused.value.field is field
    assert refused.value.text == too_long.strip()


def test_two_hundred_characters_without_a_blank_are_printed_whole_or_refused() -> None:
    for field in ("item_code", "item_description", "source_name", "consumer_name", "container_type"):
        typed = "".join(chr(ord("a") + place % 26) for place in range(200))
        printed = card(inputs=(), **{field: typed})
        if check([printed]):
            with pytest.raises(TextDoesNotFit):
                render([printed], "a6")
        else:
            assert typed in text(render([printed], "a6"))


def test_too_many_components_for_the_card_are_counted_instead() -> None:
    printed = text(render([LONG], "a6"))
    assert "from 5 different parts" in printed
    assert "Kantholz" not in printed


def test_everything_on_a_card_is_in_the_text_of_the_pdf() -> None:
    printed = text(render([EVERY_LOOK["signal"]], "a6", pictures))
    for words in (
        "PRODUCTION", "table leg", "Saw chair leg · from 8 wooden beam", "FROM", "saw", "out rack S2", "TO",
        "assembly line", "rack A1", "8", "pieces", "per container", "grey box 600 × 400 mm", "6", "of 8",
        "lot of 2: see triangle", "LEAD TIME", "1 day", "STARTS AT", "2 cards", "WHEN EMPTY", "scan, hang up", "B",
        "furniture factory · loop 6 · revision B of 12 Dec 2026", "printed 4 Jan 2027 · 1st print",
        f"{code(2)[:3]} {code(2)[3:6]} {code(2)[6]}",
    ):  # fmt: skip
        assert words in printed


def test_a_single_use_card_says_order_customer_and_day_in_place_of_k_of_n() -> None:
    printed = text(render([EVERY_LOOK["single use"]], "a6"))
    for words in ("SINGLE USE", "Demand 14", "Customer near shop 1", "Fri 8 Jan", "2 of 4 · use once"):
        assert words in printed
    assert "close, throw away" in printed
    assert "STARTS AT" not in printed


def test_a_reprint_says_so_and_whom_it_replaces() -> None:
    printed = text(render([EVERY_LOOK["reprint"]], "a6"))
    assert "2nd print" in printed
    assert "URGENT" in printed
    assert f"replaces {code(99)[:3]}" in printed


def test_a_code_whose_check_does_not_add_up_is_not_printed() -> None:
    wrong = code(1)[:-1] + ("0" if code(1)[-1] != "0" else "1")
    with pytest.raises(BadCode):
        render([card(1), replace(card(2), code=wrong)], "a6")


def test_one_problem_on_many_cards_is_said_once_with_all_their_codes() -> None:
    cards = [card(serial, item_code="螺栓", number=serial) for serial in range(1, 6)]
    (problem,) = check(cards)
    assert problem.card_codes == tuple(code(serial) for serial in range(1, 6))
    assert problem.sentence() == (
        "item: “螺栓” has 螺 (cjk unified ideograph-87ba, U+87BA), which no font prints. 5 cards."
    )


def test_every_problem_of_a_card_is_named_and_not_only_the_first() -> None:
    printed = card(item_code="螺", source_name="栓", unit="釘", inputs=())
    assert {problem.field for problem in check([printed])} == {Field.ITEM_CODE, Field.SOURCE_NAME, Field.UNIT}


def test_what_a_problem_cannot_show_is_spelled() -> None:
    (problem,) = check([card(item_code="leg\u202egel")])
    assert "\u202e" not in problem.sentence()
    assert "U+202E" in problem.sentence()


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_every_look_prints_in_every_language(language: str) -> None:
    i18n.use(language)
    try:
        assert check(EVERY_LOOK.values(), "a6", pictures) == []
        assert render(list(EVERY_LOOK.values()), "a4-8", pictures).startswith(b"%PDF")
    finally:
        i18n.use("en")


class FortyPercentLonger(gettext.NullTranslations):
    """A language that needs 40 % more letters for everything."""

    def gettext(self, message: str) -> str:
        """The English text with a tail."""
        spoken = re.sub(r"\{\w+\}", "", message).strip()
        return message + "x" * math.ceil(len(spoken) * 0.4)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The same for counts."""
        return self.gettext(msgid1 if n == 1 else msgid2)


def test_every_look_has_room_for_a_language_with_longer_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n._Current, "catalogue", FortyPercentLonger())
    assert check(EVERY_LOOK.values(), "a6", pictures) == []
    printed = text(render(list(EVERY_LOOK.values()), "a6", pictures))
    assert "scan, hang upxxxxx" in printed


@settings(deadline=None, max_examples=150)
@given(st.text(min_size=1, max_size=80).filter(lambda typed: typed.strip()))
def test_any_text_at_all_is_printed_as_it_is_or_refused(typed: str) -> None:
    printed = card(item_code=typed, inputs=(), item_description="")
    problems = check([printed])
    if problems:
        with pytest.raises(PrintRefused):
            render([printed], "a6")
        assert all(sentence(problem.refusal) for problem in problems)
    else:
        assert _bare(unicodedata.normalize("NFC", typed)) in _bare(
            unicodedata.normalize("NFC", text(render([printed], "a6")))
        )


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=40))
def test_no_character_that_passes_has_the_empty_box_for_a_glyph(typed: str) -> None:
    try:
        pieces = runs(typed, Weight.BOLD)
    except ValueError:
        return
    assert "".join(piece for _, piece in pieces) == typed
    for name, piece in pieces:
        assert all(font(name).face.charToGlyph[ord(character)] for character in piece)


def _bare(typed: str) -> str:
    """Without blanks: where the reader sees one is its own guess."""
    return "".join(character for character in typed if not character.isspace())
