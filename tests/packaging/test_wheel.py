"""The wheel carries everything the program reads, and finds it without the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

SWEDISH = "locale/sv/LC_MESSAGES/kanban_app"
PO = """
msgid ""
msgstr "Language: sv\\nContent-Type: text/plain; charset=utf-8\\n"

msgid "Board"
msgstr "Tavla"
"""
HOOK = '[tool.hatch.build.hooks.custom]\npath = "packaging/hatch_build.py"\n'


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the wheel is made of, with one text translated."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in ("kanban_app", "packaging", "resources"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    (copy / "README.md").write_text("# kanban_app\n", encoding="utf-8")
    (copy / "tests").mkdir()
    (copy / "tests" / "test_nothing.py").touch()
    po = copy / "resources" / f"{SWEDISH}.po"
    po.parent.mkdir(parents=True, exist_ok=True)
    po.write_text(PO, encoding="utf-8")
    return copy


def build(checkout: Path, target: Path) -> Path:
    """Builds the wheel in `target` and answers it."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = target.glob("*.whl")
    return wheel


def ask(wheel: Path, name: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Unpacks the wheel in `folder` and asks its program, from another folder, where the resource is."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    code = f"from kanban_app import resources; print(resources.path({name!r}))"
    place = os.environ | {"PYTHONPATH": str(folder / "installed")}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=elsewhere, env=place, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(checkout, tmp_path_factory.mktemp("wheel"))


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_every_file_of_the_resources_is_in_the_wheel(checkout: Path, wheel: Path) -> None:
    folder = checkout / "resources"
    kept = [file for file in folder.rglob("*") if file.is_file() and file.name != ".gitignore"]
    expected = {f"kanban_app/_resources/{file.relative_to(folder).as_posix()}" for file in kept}
    assert expected
    assert expected - names_in(wheel) == set()


def test_the_translations_are_compiled_while_it_is_built(wheel: Path) -> None:
    assert f"kanban_app/_resources/{SWEDISH}.mo" in names_in(wheel)


def test_nothing_but_the_program_is_in_it(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names_in(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"kanban_app"}


def test_it_starts_the_command_line_by_its_name(wheel: Path) -> None:
    (name,) = (one for one in names_in(wheel) if one.endswith("/entry_points.txt"))
    with zipfile.ZipFile(wheel) as archive:
        assert b"kanban-app = kanban_app.cli:main" in archive.read(name)


def test_an_installed_program_finds_its_resources_in_itself(wheel: Path, tmp_path: Path) -> None:
    done = ask(wheel, f"{SWEDISH}.mo", tmp_path)
    expected = tmp_path / "installed" / "kanban_app" / "_resources" / f"{SWEDISH}.mo"
    assert Path(done.stdout.strip()) == expected, done.stderr


def test_a_wheel_built_without_the_hook_would_not_find_them(checkout: Path, tmp_path: Path) -> None:
    copy = tmp_path / "checkout"
    shutil.copytree(checkout, copy)
    settings = (copy / "pyproject.toml").read_text(encoding="utf-8")
    assert HOOK in settings
    (copy / "pyproject.toml").write_text(settings.replace(HOOK, ""), encoding="utf-8")
    done = ask(build(copy, tmp_path / "wheel"), "README.md", tmp_path)
    assert "FileNotFoundError" in done.stderr
