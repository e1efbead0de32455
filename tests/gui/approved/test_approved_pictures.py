"""Every screen as it was approved: each state, theme, language and size, taken by one program of its own.

Where a picture differs, what was got, what was approved and where they differ lie in the folder that the failure names.
Look at them; what is meant to be so is approved by `python -m tests.gui.approved.approve`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.gui.approved.approve import PICTURES, taken
from tests.gui.approved.comparing import between, painted, read, write
from tests.gui.approved.controls import CONTROLS
from tests.gui.approved.scenes import SCENES

SHOWN = [f"{scene.name}-{look.name}" for scene in SCENES for look in scene.looks]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="letters are smoothed otherwise elsewhere")


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of them as they are now; with KANBAN_TEST_PICTURES those that lie there."""
    given = os.environ.get("KANBAN_TEST_PICTURES")
    folder = Path(given) if given else tmp_path_factory.mktemp("pictures")
    if not given:
        taken(folder)
    return folder


@pytest.mark.parametrize("name", SHOWN)
def test_a_screen_looks_as_approved(pictures: Path, tmp_path: Path, name: str) -> None:
    told = pictures / f"{name}.txt"
    assert not told.exists(), told.read_text()
    approved = PICTURES / f"{name}.png"
    assert approved.exists(), f"{name} was never approved: look at {pictures / approved.name}"
    got, known = read(pictures / approved.name), read(approved)
    difference = between(got, known)
    if difference.is_too_large():
        for kind, pixels in (("got", got), ("approved", known), ("difference", painted(got, known))):
            write(pixels, tmp_path / f"{kind}.png")
        pytest.fail(f"{name} {difference}: see got, approved and difference in {tmp_path}")


def test_nothing_is_approved_that_is_no_more() -> None:
    assert sorted(path.stem for path in PICTURES.glob("*.png")) == sorted(SHOWN)


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
def test_what_is_spoiled_is_noticed(pictures: Path, control: object) -> None:
    """The negative control: a screen with one thing wrong is not what was approved, and the sound one is."""
    scene = next(scene for scene in SCENES if scene.name == control.scene)  # type: ignore[attr-defined]
    shown = f"{scene.name}-{scene.looks[0].name}"
    spoiled = read(pictures / f"{control.name}.{shown}.png")  # type: ignore[attr-defined]
    assert between(spoiled, read(PICTURES / f"{shown}.png")).is_too_large()
    assert not between(read(pictures / f"{shown}.png"), read(PICTURES / f"{shown}.png")).is_too_large()
