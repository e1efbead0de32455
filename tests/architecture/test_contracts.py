"""The layers, as pyproject.toml states them to import-linter; and each contract shown to break."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = CONFIGURATION["tool"]["importlinter"]["contracts"]
LAYERS = [name.strip() for layer in CONTRACTS[0]["layers"] for name in layer.replace("|", ":").split(":")]
NOT_IMPORTABLE = {"tzdata"}  # data, read through zoneinfo


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs import-linter on the package in `folder`, with this checkout's contracts."""
    code = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True))"
    wide = os.environ | {"COLUMNS": "400"}  # a contract's name on one line
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=folder, env=wide, capture_output=True, text=True, check=False)


def broken(done: subprocess.CompletedProcess[str]) -> set[str]:
    """Answers the names of the contracts that the run found broken."""
    lines = (line.strip() for line in done.stdout.splitlines())
    return {line.removesuffix(" BROKEN") for line in lines if line.endswith(" BROKEN")}


@pytest.fixture
def empty_program(tmp_path: Path) -> Path:
    """A package with a folder per layer and nothing in it, under this checkout's contracts."""
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for name in ["", *LAYERS]:
        folder = tmp_path / "kanban_app" / name
        folder.mkdir()
        (folder / "__init__.py").touch()
    return tmp_path


def name_of(contract: str) -> str:
    (found,) = (one["name"] for one in CONTRACTS if contract in one["name"])
    return str(found)


def test_the_program_keeps_its_contracts() -> None:
    package = ROOT / "kanban_app"
    not_yet = [one for one in LAYERS if not (package / one / "__init__.py").exists()]
    not_yet = [one for one in not_yet if not (package / f"{one}.py").exists()]
    if not_yet:
        pytest.skip(f"not written yet: {', '.join(not_yet)} (`make contracts` fails until they are)")
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_program_without_imports_keeps_them_too(empty_program: Path) -> None:
    done = lint(empty_program)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("domain/cards.py", "from kanban_app import store", "Layers"),
        ("store/reading.py", "from kanban_app import operations", "Layers"),
        ("operations/shop.py", "from kanban_app import gui", "Layers"),
        ("gui/window.py", "from kanban_app import app", "Layers"),
        ("helpers/__init__.py", "", "Layers"),
        ("newcomer.py", "", "Layers"),
        ("operations/shop.py", "from PySide6.QtCore import QObject", "nothing below reaches it"),
        ("domain/cards.py", "import shiboken6", "nothing below reaches it"),
        ("cli/verbs.py", "import PySide6", "the command line does not"),
        ("gui/window.py", "from kanban_app.store import reading", "The gui asks operations"),
        ("gui/window.py", "from sqlalchemy.orm import Session", "The gui asks operations"),
        ("gui/window.py", "def paint():\n    import reportlab.pdfgen", "The gui asks operations"),
        ("domain/cards.py", "import babel", "The domain is plain Python"),
        ("printing/cards.py", "import sqlmodel", "Only the store knows"),
    ],
)
def test_an_import_against_a_contract_breaks_it(empty_program: Path, module: str, line: str, contract: str) -> None:
    package = empty_program / "kanban_app"
    (package / "store" / "reading.py").touch()
    target = package / module
    target.parent.mkdir(exist_ok=True)
    target.write_text(line + "\n", encoding="utf-8")
    done = lint(empty_program)
    assert done.returncode != 0
    assert name_of(contract) in broken(done), done.stdout + done.stderr


def test_two_modules_that_import_one_another_break_the_contract_against_circles(empty_program: Path) -> None:
    domain = empty_program / "kanban_app" / "domain"
    (domain / "cards.py").write_text("from kanban_app.domain import loops\n", encoding="utf-8")
    (domain / "loops.py").write_text("from kanban_app.domain import cards\n", encoding="utf-8")
    assert broken(lint(empty_program)) == {name_of("No circles")}


def test_the_command_line_may_open_the_window_through_app(empty_program: Path) -> None:
    package = empty_program / "kanban_app"
    (package / "app" / "__init__.py").write_text("import PySide6, qasync\n", encoding="utf-8")
    (package / "cli" / "__init__.py").write_text("def demo():\n    from kanban_app import app\n", encoding="utf-8")
    done = lint(empty_program)
    assert done.returncode == 0, done.stdout


def test_the_domain_contract_names_every_package_the_program_depends_on() -> None:
    (contract,) = (one for one in CONTRACTS if one["name"] == name_of("The domain is plain Python"))
    assert set(import_names()) <= set(contract["forbidden_modules"])


def import_names() -> Iterator[str]:
    """Answers the names under which pyproject.toml's packages are imported, as far as they are installed."""
    project = CONFIGURATION["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["postgresql"]]
    names = {normal(re.split(r"[\s\[;<>=!~]", one)[0]) for one in wanted} - NOT_IMPORTABLE
    for module, distributions in packages_distributions().items():
        ours = bool(names & {normal(one) for one in distributions})
        if ours and not module.startswith("_") and find_spec(module) is not None:
            yield module


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
