"""About: what is shown is what is copied, and the log's folder is opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from kanban_app import __version__
from kanban_app.gui.help import drawer
from tests.gui.conftest import until
from tests.gui.help.conftest import Desk
from tests.gui.help.test_tester import Opener


def words(desk: Desk) -> list[str]:
    return [label.text() for label in desk.drawer.about.area.widget().findChildren(QLabel)]


def test_it_tells_versions_plant_and_licences(desk: Desk, factory):
    desk.open().show_page(drawer.ABOUT)
    until(lambda: f"kanban_app {__version__}" in words(desk) and "Ledger entries" in words(desk))
    until(lambda: "SIL Open Font License 1.1" in words(desk))
    assert factory.path.as_posix() in words(desk)
    assert any(text.startswith("reportlab ") for text in words(desk))


def test_diagnostics_are_copied_without_a_persons_name(desk: Desk, tools):
    tools.settings.person = "Anna Lind"
    desk.open().show_page(drawer.ABOUT)
    until(lambda: "Ledger entries" in words(desk) and "Inter" in words(desk))
    until(desk.drawer.about.copy_button.isEnabled)
    QTest.mouseClick(desk.drawer.about.copy_button, Qt.MouseButton.LeftButton)
    copied = QApplication.clipboard().text()
    assert f"Program: kanban_app {__version__}" in copied
    assert "Ledger entries: " in copied
    assert "\nSQLAlchemy " in copied
    assert "Anna" not in copied
    assert desk.drawer.about.told.isVisible()


def test_the_log_folder_is_opened(desk: Desk, tmp_path: Path):
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "open")
    desk.open().show_page(drawer.ABOUT)
    QTest.mouseClick(desk.drawer.about.folder_button, Qt.MouseButton.LeftButton)
    assert [Path(name) for name in opener.opened] == [tmp_path / "log"]
    QDesktopServices.unsetUrlHandler("file")
    until(desk.drawer.about.copy_button.isEnabled)


def test_a_plant_that_cannot_be_read_is_told_beside_the_rest(desk: Desk, monkeypatch):
    def fail(_session: object) -> None:
        raise OSError("gone")

    monkeypatch.setattr("kanban_app.operations.diagnostics.plant_facts", fail)
    desk.open().show_page(drawer.ABOUT)
    until(lambda: "gone" in desk.drawer.about.told.text())
    until(lambda: f"kanban_app {__version__}" in words(desk))
