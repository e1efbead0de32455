"""A module's name says its subject, and hides no other module."""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Iterator
from pathlib import PurePosixPath

import PySide6
import pytest

from tests.architecture.sources import ROOT, Finding, Source, findings, sources

# Everything fits under these, so everything ends up there.
SAYS_NOTHING = {
    "base", "common", "core", "general", "helper", "helpers", "lib", "library", "manager", "managers", "misc",
    "shared", "stuff", "tools", "util", "utilities", "utils",
}  # fmt: skip
QT_MODULES = {module.name.lower() for module in pkgutil.iter_modules(PySide6.__path__)}
STANDARD = {name.lower() for name in sys.stdlib_module_names}


def name_of_no_use(source: Source) -> Iterator[Finding]:
    path = PurePosixPath(source.name).with_suffix("")
    for part in (one.lower() for one in path.parts if not one.startswith("__")):
        stem = part.removeprefix("_")
        if stem in SAYS_NOTHING or stem.endswith(("_utils", "_helpers", "_manager", "_managers")):
            yield Finding(source.name, 1, f"`{part}` says nothing: name the subject, or move it to whom it serves")
        if stem in STANDARD:
            yield Finding(source.name, 1, f"`{part}` is a module of Python: name it in the field's words")
        if stem in QT_MODULES or stem.startswith(("qt", "pyside")):
            yield Finding(source.name, 1, f"`{part}` is a name of Qt: name it in the field's words")


def test_every_module_is_named_for_its_subject() -> None:
    assert not (found := findings(name_of_no_use, sources("kanban_app"))), "\n".join(found)


def test_the_scripts_hide_no_installed_package() -> None:
    """A file in packaging/ is first on the path of the script beside it; the folder must be no package."""
    assert not (ROOT / "packaging" / "__init__.py").exists()
    assert not [one.name for one in sources("packaging") if PurePosixPath(one.name).stem in {*STANDARD, "build"}]


@pytest.mark.parametrize(
    "name",
    [
        "kanban_app/utils.py",
        "kanban_app/domain/helpers/cards.py",
        "kanban_app/gui/common.py",
        "kanban_app/gui/board/_utils.py",
        "kanban_app/operations/card_manager.py",
        "kanban_app/domain/calendar.py",
        "kanban_app/gui/signal.py",
        "kanban_app/operations/queue.py",
        "kanban_app/gui/QtWidgets.py",
        "kanban_app/gui/qt_board.py",
    ],
)
def test_a_name_that_says_nothing_or_hides_another_is_flagged(name: str) -> None:
    assert len(findings(name_of_no_use, [Source(name, "")])) == 1


@pytest.mark.parametrize(
    "name", ["kanban_app/__main__.py", "kanban_app/gui/__init__.py", "kanban_app/domain/calendars.py"]
)
def test_a_name_of_the_field_is_not_flagged(name: str) -> None:
    assert findings(name_of_no_use, [Source(name, "")]) == []
