"""What others call is documented: every public module, class and function below the gui.

Public is what has no leading underscore, all the way up. Inherited behaviour (`@override`), overloads and the
setter of a documented property need no second docstring; nor do the two functions that Alembic asks of a
migration, whose module says what it does.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Finding, Source, findings, sources

DOCUMENTED = ("kanban_app/domain", "kanban_app/store", "kanban_app/operations", "kanban_app/printing")
SECOND_OF_A_KIND = {"override", "overload", "setter", "deleter"}


def undocumented(source: Source) -> Iterator[Finding]:
    parts = source.name.removesuffix(".py").split("/")
    if any(part.startswith("_") and part != "__init__" for part in parts):
        return
    if ast.get_docstring(source.tree) is None:
        yield Finding(source.name, 1, "say in a docstring what the module is for")
    found = _undocumented_in(source.name, source.tree.body, "")
    migration = source.is_under("kanban_app/store/migrations/versions")
    yield from (one for one in found if not (migration and one.what.startswith(("upgrade:", "downgrade:"))))


def _undocumented_in(name: str, body: list[ast.stmt], owner: str) -> Iterator[Finding]:
    for node in body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name.startswith("_") or SECOND_OF_A_KIND & {_last_name(one) for one in node.decorator_list}:
            continue
        if ast.get_docstring(node) is None:
            yield Finding(name, node.lineno, f"{owner}{node.name}: say in a docstring what it answers")
        if isinstance(node, ast.ClassDef):
            yield from _undocumented_in(name, node.body, f"{owner}{node.name}.")


def _last_name(decorator: ast.expr) -> str:
    if isinstance(decorator, ast.Call):
        decorator = decorator.func
    return decorator.attr if isinstance(decorator, ast.Attribute) else getattr(decorator, "id", "")


def test_everything_public_below_the_gui_is_documented() -> None:
    assert not (found := findings(undocumented, sources(*DOCUMENTED))), "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "x = 1",
        '"""Module."""\ndef draw() -> None: pass',
        '"""Module."""\nclass Card:\n    number = 1',
        '"""Module."""\nclass Card:\n    """A card."""\n    def draw(self) -> None: pass',
        '"""Module."""\nclass Card:\n    """A card."""\n    @property\n    def state(self) -> str: return ""',
    ],
    ids=["module", "function", "class", "method", "property"],
)
def test_a_public_thing_without_a_docstring_is_flagged(text: str) -> None:
    assert len(findings(undocumented, [Source("kanban_app/domain/cards.py", text)])) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kanban_app/domain/cards.py", '"""Module."""\ndef _draw() -> None: pass'),
        ("kanban_app/domain/cards.py", '"""Module."""\nclass _Card:\n    def draw(self) -> None: pass'),
        ("kanban_app/domain/_drawing.py", "def draw() -> None: pass"),
        (
            "kanban_app/domain/cards.py",
            '"""Module."""\nclass A:\n    """A."""\n    def __len__(self) -> int: return 1',
        ),
    ],
    ids=["function", "class", "module", "operator"],
)
def test_what_is_not_public_is_not_flagged(name: str, text: str) -> None:
    assert findings(undocumented, [Source(name, text)]) == []
