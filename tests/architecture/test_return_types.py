"""Every function says what it answers, so that a reader and mypy need not guess; Qt's overrides too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.architecture.sources import Finding, Source, findings, functions, sources


def without_return_type(source: Source) -> Iterator[Finding]:
    for function in functions(source.tree):
        if function.returns is None:
            yield Finding(source.name, function.lineno, f"{function.name} says not what it answers: add `-> ...`")


def test_every_function_has_a_return_type() -> None:
    code = sources("kanban_app", "packaging", "benchmarks")
    assert not (found := findings(without_return_type, code)), "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "def pieces(): return 1",
        "async def wait(): pass",
        "class Card:\n    def __init__(self): pass",
        "def outer() -> int:\n    def inner(): return 1\n    return inner()",
    ],
)
def test_a_function_without_one_is_flagged(text: str) -> None:
    assert len(findings(without_return_type, [Source("a.py", text)])) == 1


def test_a_lambda_is_not_flagged() -> None:
    assert findings(without_return_type, [Source("a.py", "key = lambda card: card.number")]) == []
