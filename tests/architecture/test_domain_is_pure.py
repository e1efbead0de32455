"""The domain answers the same for the same arguments: it imports nothing that reads, writes or waits."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Finding, Source, findings, imported_modules, sources

# Of the standard library. `datetime` and `zoneinfo` are there for values; asking them for the present is not
# allowed either, which tests/architecture/test_patterns.py sees.
OUTSIDE_WORLD = {
    "asyncio", "builtins", "concurrent", "ctypes", "fcntl", "fileinput", "ftplib", "getpass", "gettext",
    "glob", "http", "importlib", "io", "locale", "logging", "mmap", "multiprocessing", "os", "pathlib",
    "pickle", "platform", "random", "secrets", "select", "selectors", "shelve", "shutil", "signal",
    "smtplib", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time", "urllib",
    "uuid", "warnings",
}  # fmt: skip


def impure_import(source: Source) -> Iterator[Finding]:
    for module, line in imported_modules(source.tree, "kanban_app.domain"):
        top = module.split(".")[0]
        if module == "kanban_app.domain" or module.startswith("kanban_app.domain."):
            continue
        if top == "kanban_app":
            yield Finding(source.name, line, f"{module} is above the domain: hand in what is needed as an argument")
        elif top not in sys.stdlib_module_names:
            yield Finding(source.name, line, f"{module} is not Python's own: the domain is plain Python")
        elif top in OUTSIDE_WORLD:
            yield Finding(source.name, line, f"{module} reaches outside: hand in its answer as an argument")


def test_the_domain_imports_only_itself_and_plain_python() -> None:
    assert not (found := findings(impure_import, sources("kanban_app/domain"))), "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "import os",
        "import os.path",
        "from time import monotonic",
        "import sqlmodel",
        "from kanban_app.store import tables",
        "from kanban_app.i18n import _",
        "def later() -> None:\n    import random",
    ],
)
def test_an_import_that_reaches_outside_is_flagged(text: str) -> None:
    assert len(findings(impure_import, [Source("kanban_app/domain/cards.py", text)])) == 1


@pytest.mark.parametrize(
    "text",
    ["from datetime import datetime", "from kanban_app.domain.items import Item", "from . import items"],
)
def test_a_plain_import_is_not_flagged(text: str) -> None:
    assert findings(impure_import, [Source("kanban_app/domain/cards.py", text)]) == []
