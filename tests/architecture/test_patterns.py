"""Things that looked right and were not: where each may stand, and what to write instead.

Each pattern carries an example that it must flag, so that a pattern that sees nothing fails here.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.architecture.sources import Finding, Source, findings, imported_modules, sources


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to look for (`lines` answers where it stands), where it may stand, what to write elsewhere."""

    name: str
    lines: Callable[[Source], Iterator[int]]
    instead: str
    example: str
    within: tuple[str, ...] = ("kanban_app",)
    at_home: tuple[str, ...] = ()

    def __call__(self, source: Source) -> Iterator[Finding]:
        if source.is_under(*self.within) and not source.is_under(*self.at_home):
            yield from (Finding(source.name, line, self.instead) for line in self.lines(source))


def calls(*names: str) -> Callable[[Source], Iterator[int]]:
    """Finds calls by the end of the dotted name: "datetime.now" finds `datetime.datetime.now()` too."""

    def lines(source: Source) -> Iterator[int]:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call):
                called = _dotted(node.func)
                if any(called == name or called.endswith(f".{name}") for name in names):
                    yield node.lineno

    return lines


def methods(*names: str) -> Callable[[Source], Iterator[int]]:
    """Finds calls of a method of that name, on whatever object."""

    def lines(source: Source) -> Iterator[int]:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names:
                yield node.lineno

    return lines


def functions_called(*names: str) -> Callable[[Source], Iterator[int]]:
    """Finds calls of a plain name, not of a method of the same name."""

    def lines(source: Source) -> Iterator[int]:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield node.lineno

    return lines


def imports(*modules: str) -> Callable[[Source], Iterator[int]]:
    """Finds imports of these modules and of what is within them."""

    def lines(source: Source) -> Iterator[int]:
        for module, line in _everything_imported(source):
            if any(module == one or module.startswith(f"{one}.") for one in modules):
                yield line

    return lines


def texts(pattern: str) -> Callable[[Source], Iterator[int]]:
    """Finds text constants that match, docstrings left out."""
    wanted = re.compile(pattern)

    def lines(source: Source) -> Iterator[int]:
        documentation = _docstrings(source.tree)
        for node in ast.walk(source.tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and id(node) not in documentation and wanted.search(node.value):
                yield node.lineno

    return lines


def comments(pattern: str) -> Callable[[Source], Iterator[int]]:
    """Finds comments that match."""
    wanted = re.compile(pattern)

    def lines(source: Source) -> Iterator[int]:
        for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
            if token.type == tokenize.COMMENT and wanted.search(token.string):
                yield token.start[0]

    return lines


def texts_made_before_translation(source: Source) -> Iterator[int]:
    for node in ast.walk(source.tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        count = {"_": 1, "ngettext": 2}.get(node.func.id, 0)
        if not all(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in node.args[:count]):
            yield node.lineno


def names_ending_in_min(source: Source) -> Iterator[int]:
    for node in ast.walk(source.tree):
        name = None
        if isinstance(node, ast.arg):
            name = node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            name = node.id
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            name = node.name
        if name is not None and re.search(r"_(min|mins|sec|secs|hrs)$", name):
            yield getattr(node, "lineno", 1)


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _everything_imported(source: Source) -> Iterator[tuple[str, int]]:
    yield from imported_modules(source.tree)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def _docstrings(tree: ast.Module) -> set[int]:
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, owners) and node.body and isinstance(node.body[0], ast.Expr):
            found.add(id(node.body[0].value))
    return found


PATTERNS = [
    Pattern(
        "the present time",
        calls("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"),
        "take `now` as an argument: only app, cli and the two clocks ask for it",
        "from datetime import datetime, UTC\nnow = datetime.now(UTC)",
        at_home=(
            "kanban_app/app.py",
            "kanban_app/cli.py",
            "kanban_app/cli",
            "kanban_app/gui/clock.py",
            "kanban_app/operations/clock.py",
        ),
    ),
    Pattern(
        "the present time, with Qt",
        methods("currentDateTime", "currentDateTimeUtc", "currentDate", "currentTime"),
        "take `now` as an argument, or ask gui/clock.py: tests set that one",
        "now = QDateTime.currentDateTimeUtc()",
        at_home=("kanban_app/gui/clock.py",),
    ),
    Pattern(
        "a loop within the loop",
        methods("exec", "exec_"),
        "use open() and the signal `finished` (a menu: popup()): exec() lets nothing else run meanwhile",
        "if dialog.exec():\n    pass",
        within=("kanban_app/gui", "kanban_app/app.py"),
    ),
    Pattern(
        "a dialog that waits",
        calls(
            *(f"QMessageBox.{kind}" for kind in ("about", "critical", "information", "question", "warning")),
            *(f"QInputDialog.get{kind}" for kind in ("Double", "Int", "Item", "MultiLineText", "Text")),
            *(f"QFileDialog.get{kind}" for kind in ("ExistingDirectory", "OpenFileName", "OpenFileNames")),
            *("QFileDialog.getSaveFileName", "QColorDialog.getColor", "QFontDialog.getFont"),
        ),
        "make the dialog, open() it and go on in its signal: the static ones stop the scan path",
        "QMessageBox.question(window, title, text)",
    ),
    Pattern(
        "printing to the terminal",
        functions_called("print"),
        "log it (kanban_app.logs), or answer it and let cli print it",
        "print(card)",
        at_home=("kanban_app/cli.py", "kanban_app/cli", "kanban_app/__main__.py"),
    ),
    Pattern(
        "a colour of its own",
        texts(r"#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6})\b"),
        "take it by its role from gui/look/tokens.py (paper: printing/palette.py): contrast hangs on it",
        'pen = QPen("#336699")',
        at_home=("kanban_app/gui/look/tokens.py", "kanban_app/printing/palette.py"),
    ),
    Pattern(
        "a style sheet of its own",
        methods("setStyleSheet"),
        "style it in gui/look, by object name or property: sheets on widgets are slow and win over the theme",
        "button.setStyleSheet(text)",
        at_home=("kanban_app/gui/look",),
    ),
    Pattern(
        "a second SQLite",
        imports("PySide6.QtSql", "apsw", "aiosqlite"),
        "go through operations: two SQLite libraries in one process drop each other's locks",
        "from PySide6 import QtSql",
    ),
    Pattern(
        "an SQLite chosen anew",
        imports("sqlite3", "pysqlite3"),
        "take the module that the store has chosen (store/sqlite.py): one SQLite library per process",
        "import sqlite3",
        at_home=("kanban_app/store/sqlite.py",),
    ),
    Pattern(
        "code in data",
        imports("pickle", "marshal", "shelve", "dill", "jsonpickle"),
        "write and read named fields (json, struct): loading these runs whatever the file says",
        "import pickle",
    ),
    Pattern(
        "YAML",
        imports("yaml", "ruamel"),
        "use TOML (tomllib) or json: YAML reads NO and 012 as something else",
        "import yaml",
    ),
    Pattern(
        "text evaluated as code",
        functions_called("eval", "exec", "compile", "__import__"),
        "parse it: whoever wrote the text would run code here",
        "eval(formula)",
    ),
    Pattern(
        "mark-up from users",
        imports("reportlab.platypus.Paragraph", "reportlab.platypus.paragraph"),
        "draw on the canvas: in a Paragraph `S&P` prints wrong and `<img src>` puts a local file on paper",
        "from reportlab.platypus import Paragraph",
    ),
    Pattern(
        "a slower or weaker library",
        imports("openpyxl", "pandas", "segno", "qrcode", "reportlab.graphics.barcode", "requests"),
        "spreadsheets: python_calamine and xlsxwriter; symbols: zxingcpp; nobody is asked on the network",
        "import openpyxl",
    ),
    Pattern(
        "a text made before translation",
        texts_made_before_translation,
        '_("Card {number}").format(number=...): gettext finds literal texts only',
        '_(f"Card {number}")',
    ),
    Pattern(
        "a duration called min",
        names_ending_in_min,
        "write the unit out (`_minutes`) or say least: `_min` may be either",
        "lead_time_min = 5",
    ),
    Pattern(
        "work put off",
        comments(r"\b(TODO|FIXME|XXX|HACK)\b"),
        "do it now, or file it where others see it",
        "x = 1  # TODO later",
    ),
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_nothing_in_the_program_matches(pattern: Pattern) -> None:
    assert not (found := findings(pattern, sources("kanban_app"))), "\n".join(found)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_each_pattern_flags_its_example(pattern: Pattern) -> None:
    name = "kanban_app/gui/station/screen.py"
    assert findings(pattern, [Source(name, pattern.example)])


@pytest.mark.parametrize("pattern", [one for one in PATTERNS if one.at_home], ids=lambda pattern: pattern.name)
def test_each_pattern_lets_its_example_stand_where_it_is_at_home(pattern: Pattern) -> None:
    for place in pattern.at_home:
        name = place if place.endswith(".py") else f"{place}/anything.py"
        assert findings(pattern, [Source(name, pattern.example)]) == []


@pytest.mark.parametrize(
    "innocent",
    [
        '_("Card {number}").format(number=number)',
        'ngettext("{count} card", "{count} cards", count).format(count=count)',
        'def paint() -> None:\n    """Uses #336699 of the theme."""',
        "text = '#12 of 40'",
        "lead_time_minutes = minimum = 5",
        "row = connection.execute(statement)",
        "import re\npattern = re.compile('x')",
        "# what a method does",
    ],
)
def test_what_only_looks_alike_is_not_flagged(innocent: str) -> None:
    source = Source("kanban_app/gui/station/screen.py", innocent)
    assert [line for pattern in PATTERNS for line in findings(pattern, [source])] == []
