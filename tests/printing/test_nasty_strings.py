"""A thousand nasty strings come out of the PDF as they went in, or are refused before printing."""

from __future__ import annotations

import random
import unicodedata

import pypdfium2

from kanban_app.printing.problems import MissingGlyph, TextDoesNotFit
from kanban_app.printing.render import check, render
from tests.printing.paper_cards import card

_SEEDS = (
    "S&P", "M6<M8", "<b>M6</b>", "Łódź", "Ω 10 kΩ", "Ж-12", "ß ẞ", "№ 5 ½ ¼", "“quoted”", "it's", "\\backslash\\",
    "(paren", ") Tj ET Q", "%n %s %(x)s {0} {card}", "a/b/../../c", "C:\\temp\\x", "file:///etc/passwd",
    "http://127.0.0.1:9/x", "<img src='x'/>", "&amp;&lt;", "=1+1", "'; DROP TABLE card; --", "$(id)", "`id`",
    "\N{GRINNING FACE}", "שלום", "مرحبا", "leg\u202egel", "a\u200bb", "tab\tbed", "line\nbroken", "\x00", "\x7f", "é",
    "e\u0301", "A\u0338", "螺栓", "naïve", "x" * 200, "long word " * 20, "-" * 40, "  two  blanks  ", "\u00a0hard",
    "soft\u00adhyphen", "0", ".", "−5 °C ±0,1 µm", "Ø 12 × 30", "→ ← ↑", "™ ® ©", "I\u0307stanbul", "\ud7ff",
    "\ufeffbom", "\U0001f1f8\U0001f1ea", "ｆｕｌｌ",
)  # fmt: skip
_ALPHABET = "abcXYZ059 -_/.,;:&<>\"'()[]{}%$#@!?+*=~^|\\äöåÄÖÅéñçŁłşğΩαЖщ€£§°µ½×²"


def a_thousand() -> list[str]:
    """The seeds, pairs of them, and texts by chance; always the same."""
    chance = random.Random(4)
    made = list(_SEEDS)
    while len(made) < 400:
        made.append(" ".join(chance.sample(_SEEDS, 2)))
    while len(made) < 1000:
        made.append("".join(chance.choices(_ALPHABET, k=chance.randint(1, 60))))
    return made


def bare(typed: str) -> str:
    """Without blanks, which the reader of the PDF guesses, and in one way of writing accents."""
    return "".join(character for character in unicodedata.normalize("NFC", typed) if not character.isspace())


def read_back(data: bytes) -> list[str]:
    """The text of each page; the reader takes a hyphen at a line's end for one that was put in."""
    with pypdfium2.PdfDocument(data) as document:
        return [bare(page.get_textpage().get_text_range().replace("\ufffe", "-")) for page in document]


def test_a_thousand_nasty_strings_stand_on_the_card_unchanged_or_are_refused() -> None:
    printed, refused = [], 0
    for serial, typed in enumerate(a_thousand(), start=1):
        field = ("item_code", "source_name", "consumer_location", "container_type")[serial % 4]
        nasty = card(serial, **{field: typed}, picture="")
        problems = check([nasty])
        if problems:
            refused += 1
            assert all(isinstance(problem.refusal, MissingGlyph | TextDoesNotFit) for problem in problems)
            assert {problem.field for problem in problems} == {field}
        else:
            printed.append((typed, nasty))
    found = read_back(render([nasty for _, nasty in printed], "a6"))
    lost = [typed for (typed, _), page in zip(printed, found, strict=True) if bare(typed) not in page]
    assert lost == []
    assert (len(printed) > 700, refused > 100, len(printed) + refused) == (True, True, 1000)
