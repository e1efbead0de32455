"""Every kind of card in every format and language looks as it was approved, and a card that does not is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from kanban_app.domain.loops import LoopKind
from tests.printing.approved_cards.strips import PICTURES, agree, apart, changed, names, strip
from tests.printing.paper_cards import code


def approved(name: str) -> Image.Image:
    return Image.open(PICTURES / f"{name}.png").convert("L")


@pytest.mark.parametrize("name", names())
def test_cards_look_as_approved(name: str, tmp_path: Path) -> None:
    now = strip(name)
    now.save(tmp_path / f"{name}.png")
    assert agree(approved(name), now), f"{apart(approved(name), now)}: see {tmp_path / name}.png"


def test_there_is_no_picture_too_many() -> None:
    assert sorted(path.stem for path in PICTURES.glob("*.png")) == sorted(names())


@pytest.mark.parametrize("paper", ["a6", "a4-8", "credit-card", "label-62", "sheet-avery-l7160"])
@pytest.mark.parametrize(
    "changes",
    [
        {"item_code": "chair log"},
        {"container_quantity": 9},
        {"kind": LoopKind.SUPPLIER},
        {"revision": 4},
        {"urgent": True},
        {"code": code(42)},
        {"number": 4},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_another_card_is_not_taken_for_the_approved_one(paper: str, changes: dict[str, object]) -> None:
    """Negative control: one field of one of the five cards is another."""
    assert not agree(approved(f"{paper}-en"), strip(f"{paper}-en", changed(**changes)))


def test_another_language_is_not_taken_for_the_approved_one() -> None:
    assert not agree(approved("a6-sv"), strip("a6-nb"))
