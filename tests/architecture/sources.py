"""What the architecture tests look at: the program's source files, and what they find wrong in them."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]

type_of_function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Source:
    """A file of Python: `name` is its path from the top of the checkout, with forward slashes."""

    name: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.name, self.text)

    @property
    def line_count(self) -> int:
        return len(self.text.splitlines())

    def is_under(self, *folders: str) -> bool:
        """Answers whether the file is one of those named, or lies under one of those folders."""
        return any(self.name == one or self.name.startswith(one.rstrip("/") + "/") for one in folders)


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rule is broken, and what to do instead."""

    name: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.name}:{self.line}: {self.what}"


Rule = Callable[[Source], Iterable[Finding]]


@cache
def _parsed(name: str, text: str) -> ast.Module:
    return ast.parse(text, filename=name)


def sources(*folders: str) -> list[Source]:
    """Answers every Python file under these folders of the checkout, none for one that does not exist."""
    files = sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))
    kept = (file for file in files if not {".venv", "__pycache__"} & set(file.parts))
    return [Source(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")) for file in kept]


def findings(rule: Rule, looked_at: Iterable[Source]) -> list[str]:
    """Answers what the rule finds in all of them, a line each, as an editor can jump to it."""
    return [str(found) for source in looked_at for found in rule(source)]


def functions(tree: ast.Module) -> Iterator[type_of_function]:
    """Answers every function and method, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imported_modules(tree: ast.Module, package: str = "") -> Iterator[tuple[str, int]]:
    """Answers every module imported, wherever, with its line; relative imports as if from `package`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            base = f"{package}.{module}".rstrip(".") if node.level else module
            yield base, node.lineno


def files_of_the_checkout() -> list[Path]:
    """Answers every file that git keeps or would keep; all files where there is no git."""
    listing = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(listing, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        skipped = {".venv", "__pycache__", "dist", "build"}
        return [file for file in ROOT.rglob("*") if file.is_file() and not skipped & set(file.parts)]
    names = filter(None, done.stdout.split("\0"))
    return [file for file in (ROOT / name for name in sorted(names)) if file.is_file()]


def script(name: str) -> ModuleType:
    """Answers packaging/`name`.py as a module; that folder is no package (see packaging/README.md)."""
    spec = importlib.util.spec_from_file_location(f"packaging_{name}", ROOT / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
