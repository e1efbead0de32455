"""Small files, short functions: what fits on a screen is read whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from statistics import median

import pytest

from tests.architecture.sources import Finding, Source, findings, functions, sources, type_of_function

FILE_SOFT = 400
FILE_HARD = 650
FUNCTION_HARD = 60
BODY_MEDIAN = 10
MAIN_WINDOW = 400

# Between the soft and the hard limit: the file and why it is better whole. Keep it short.
LONGER_FOR_A_REASON: dict[str, str] = {
    "kanban_app/store/migrations/versions/0001_first_schema.py": "all tables of a schema, frozen",
    "kanban_app/store/tables.py": "all tables of a plant, which refer to each other",
}


def too_long_a_file(source: Source) -> Iterator[Finding]:
    if source.line_count > FILE_HARD:
        yield Finding(source.name, FILE_HARD, f"{source.line_count} lines, {FILE_HARD} at most: split it by subject")


def long_without_a_reason(source: Source) -> Iterator[Finding]:
    if source.line_count > FILE_SOFT and source.name not in LONGER_FOR_A_REASON:
        advice = "split it by subject, or give the reason in LONGER_FOR_A_REASON"
        yield Finding(source.name, FILE_SOFT, f"{source.line_count} lines, {FILE_SOFT} are the aim: {advice}")


def too_long_a_function(source: Source) -> Iterator[Finding]:
    for function in functions(source.tree):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > FUNCTION_HARD:
            what = f"{function.name} has {length} lines, {FUNCTION_HARD} at most: name its steps"
            yield Finding(source.name, function.lineno, what)


def too_long_a_main_window(source: Source) -> Iterator[Finding]:
    if source.name.endswith("/main_window.py") and source.line_count >= MAIN_WINDOW:
        yield Finding(source.name, MAIN_WINDOW, f"{source.line_count} lines: what a screen does belongs to its folder")


def body_length(function: type_of_function) -> int:
    """Answers the lines of a function's body without its docstring; 0 if it is nothing else."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_file_is_longer_than_the_hard_limit() -> None:
    everything = sources("kanban_app", "packaging", "benchmarks", "tests")
    assert not (found := findings(too_long_a_file, everything)), "\n".join(found)


def test_a_file_over_the_soft_limit_has_a_reason() -> None:
    code = sources("kanban_app", "packaging", "benchmarks")
    assert not (found := findings(long_without_a_reason, code)), "\n".join(found)


def test_the_table_of_reasons_holds_only_files_that_need_one() -> None:
    lengths = {source.name: source.line_count for source in sources("kanban_app", "packaging", "benchmarks")}
    stale = [name for name in LONGER_FOR_A_REASON if lengths.get(name, 0) <= FILE_SOFT]
    assert not stale, f"Take these out of LONGER_FOR_A_REASON: {stale}"


def test_no_function_is_longer_than_the_hard_limit() -> None:
    code = sources("kanban_app", "packaging", "benchmarks")
    assert not (found := findings(too_long_a_function, code)), "\n".join(found)


def test_the_main_window_stays_small() -> None:
    assert not (found := findings(too_long_a_main_window, sources("kanban_app"))), "\n".join(found)


def test_half_of_all_functions_have_fewer_than_ten_lines() -> None:
    lengths = [body_length(one) for source in sources("kanban_app") for one in functions(source.tree)]
    assert not lengths or median(lengths) < BODY_MEDIAN


def of_length(lines: int) -> str:
    return "def work() -> None:\n" + "    pass\n" * (lines - 1)


@pytest.mark.parametrize(
    ("rule", "name", "at_the_limit", "beyond"),
    [
        (too_long_a_file, "kanban_app/a.py", "\n" * 650, "\n" * 651),
        (long_without_a_reason, "kanban_app/a.py", "\n" * 400, "\n" * 401),
        (too_long_a_function, "kanban_app/a.py", of_length(60), of_length(61)),
        (too_long_a_main_window, "kanban_app/gui/main_window.py", "\n" * 399, "\n" * 400),
    ],
    ids=["file", "file without a reason", "function", "main window"],
)
def test_each_budget_flags_one_line_too_many_and_not_the_limit_itself(
    rule: object, name: str, at_the_limit: str, beyond: str
) -> None:
    assert callable(rule)
    assert findings(rule, [Source(name, at_the_limit)]) == []
    assert len(findings(rule, [Source(name, beyond)])) == 1


def test_a_docstring_does_not_count_as_body() -> None:
    (function,) = functions(Source("a.py", 'def f() -> int:\n    """Says.\n\n    More.\n    """\n    return 1\n').tree)
    assert body_length(function) == 1
