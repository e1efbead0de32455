"""The program at a prompt: as a process of its own, or, for long jobs, the same entry in this process."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kanban_app.cli import main
from tests.architecture.sources import ROOT

_IMPORTED = re.compile(r"^import time: +\d+ \| +\d+ \| +([\w.]+)$")
_QT = ("PySide6", "shiboken6", "qasync")


@dataclass(frozen=True, slots=True)
class Done:
    """How one command ended."""

    exit_code: int
    out: str
    err: str
    modules: frozenset[str] = frozenset()

    @property
    def answers(self) -> list[Any]:
        """What it answered, one JSON value a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def answer(self) -> Any:
        """The only answer."""
        [only] = self.answers
        return only

    def imported(self, *names: str) -> set[str]:
        """Which of these packages the command imported."""
        return {module.partition(".")[0] for module in self.modules} & set(names)

    @property
    def qt(self) -> set[str]:
        """What it imported of Qt."""
        return self.imported(*_QT)


class Program:
    """A person's prompt, with settings and data folders of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "XDG_"))},
            "HOME": str(home),
            "USERPROFILE": str(home),
            "APPDATA": str(home / "appdata"),
            "LOCALAPPDATA": str(home / "appdata"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "PYTHONUTF8": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def run(self, *words: object, environment: dict[str, str] | None = None, folder: Path = ROOT) -> Done:
        """`python -m kanban_app` with these words, in a process of its own; every import is noted."""
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "kanban_app", *map(str, words)],
            env={**self.environment, "PYTHONPATH": str(ROOT), **(environment or {})},
            cwd=folder,
            capture_output=True,
            check=False,
        )
        lines = done.stderr.decode(errors="replace").splitlines()
        found = [_IMPORTED.match(line) for line in lines]
        said = [line for line in lines if not line.startswith("import time:")]
        modules = frozenset(match[1] for match in found if match)
        said_in = (environment or {}).get("PYTHONIOENCODING", "utf-8")
        return Done(done.returncode, done.stdout.decode(said_in), "\n".join(said), modules)


class Prompt:
    """The same words through the same entry without a process for each."""

    def __init__(self, plant: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.plant = plant
        self._capsys = capsys

    def run(self, *words: object) -> Done:
        """One command, on this plant unless the words name another."""
        named = [] if "--plant" in words else ["--plant", str(self.plant)]
        self._capsys.readouterr()
        try:
            code = main([*map(str, words), *named])
        except SystemExit as end:  # argparse's
            code = end.code if isinstance(end.code, int) else 1
        said = self._capsys.readouterr()
        return Done(code, said.out, said.err)

    def json(self, *words: object) -> Done:
        """The same with --json."""
        return self.run(*words, "--json")
