"""The board can be painted before anything heavy is loaded."""

from __future__ import annotations

import subprocess
import sys

HEAVY = (
    "sqlalchemy",
    "sqlmodel",
    "alembic",
    "reportlab",
    "babel",
    "python_calamine",
    "xlsxwriter",
    "zxingcpp",
    "numpy",
)

PROGRAM = """
import sys
from PySide6.QtWidgets import QApplication
from kanban_app.gui.look import theme
from kanban_app.gui.board.screen import BoardScreen
app = QApplication([])
theme.apply(app, "light")
screen = BoardScreen()
screen.resize(1826, 1080)
screen.show()
app.processEvents()
assert not screen.grab().isNull()
{more}
print(" ".join(name for name in {heavy!r} if name in sys.modules))
"""


def _loaded(more: str = "") -> str:
    program = PROGRAM.format(heavy=HEAVY, more=more)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_first_picture_needs_no_database_no_pdf_and_no_language_data() -> None:
    assert _loaded() == ""


def test_the_check_would_notice_a_heavy_import() -> None:
    assert "sqlalchemy" in _loaded("import kanban_app.operations.shop")
