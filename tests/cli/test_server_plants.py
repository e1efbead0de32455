"""Verbs on a plant that lives on a PostgreSQL server: made, filled, booked, audited; and what can't be done there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from kanban_app.settings import Settings, default_path
from tests.cli.program import Program, Prompt
from tests.databases import PostgresqlDatabases, PostgresqlServer, postgresql_databases

pytestmark = pytest.mark.postgresql
PASSWORD = "S3cret"
LISTS = {
    "items.csv": "item,unit\nbike,pcs\nframe,pcs\n",
    "bom.csv": "parent,component,quantity\nbike,frame,1\n",
    "loops.csv": "item,from,to,quantity,cards\nbike,Weld,Ship,2,3\nframe,Saw,Weld,2,3\n",
}


@pytest.fixture
def on_server(postgresql_server: PostgresqlServer) -> Iterator[PostgresqlDatabases]:
    with postgresql_databases(postgresql_server) as databases:
        yield databases


@pytest.fixture
def home(fast_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in Program(fast_path / "home").environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(fast_path)
    return fast_path


@pytest.fixture
def empty(on_server: PostgresqlDatabases, home: Path, capsys: pytest.CaptureFixture[str]) -> Prompt:
    """Commands at an empty database; the address holds a password, whether the server asks for it or not."""
    return Prompt(with_password(str(on_server.empty())), capsys)  # type: ignore[arg-type] # a place


@pytest.fixture
def lists(home: Path) -> Path:
    folder = home / "lists"
    folder.mkdir()
    for name, text in LISTS.items():
        (folder / name).write_text(text)
    return folder


def with_password(address: str) -> str:
    parts = urlsplit(address)
    password = parts.password or PASSWORD
    return parts._replace(netloc=f"{parts.username}:{password}@{parts.hostname}:{parts.port}").geturl()


def password_of(address: object) -> str:
    return urlsplit(str(address)).password or PASSWORD


def test_a_plant_on_a_server_is_made_filled_booked_and_audited(empty: Prompt, lists: Path, home: Path) -> None:
    said = []

    def done(*words: object) -> Any:
        one = empty.json(*words)
        said.append(one.out + one.err)
        assert one.exit_code == 0, one
        return one.answer

    assert done("new", "--name", "Bikes")["plant"] == str(empty.plant).replace(f":{password_of(empty.plant)}", "")
    assert done("import", lists, "--start", "full")["created"]["cards"] == 6
    order = ("--customer", "Cykel AB", "--item", "bike", "--quantity", "2", "--wanted", "2027-03-01")
    done("order", "add", *order, "--number", "B1")
    done("order", "confirm", "B1")
    [bikes] = [loop for loop in done("board")["loops"] if loop["item"] == "bike"]
    done("scan", bikes["cards"][0]["code"], "--at", "Ship")
    till = home / "till.csv"
    till.write_text("receipt,code,quantity,date\n1,bike,1,2026-03-02\n")
    assert done("pos", "import", till, "--at", "Ship")["booked"] == 1
    assert done("audit")["ok"]
    assert done("diagnostics")["plant"] == "on a PostgreSQL server"
    assert password_of(empty.plant) not in "".join(said)
    assert not list(home.glob("postgres*"))
    assert Settings(default_path()).last_plant == ""


def test_lists_go_into_an_empty_database_at_once_and_a_dry_run_leaves_it_empty(empty: Prompt, lists: Path) -> None:
    assert empty.run("import", lists, "--dry-run").exit_code == 0
    missing = empty.run("audit")
    assert (missing.exit_code, missing.out) == (1, "")
    assert missing.err.endswith("holds no plant. It was left as it is. Make one in an empty database.\n")
    assert empty.run("import", lists, "--start", "full").exit_code == 0
    assert empty.json("audit").answer["ok"]


def test_a_database_with_tables_in_it_is_left_alone(empty: Prompt) -> None:
    assert empty.run("new").exit_code == 0
    again = empty.json("new")
    assert (again.exit_code, again.answer["code"]) == (1, "exists")
    assert "Name an empty database." in again.answer["message"]


def test_a_server_s_plant_is_not_copied_as_a_file(empty: Prompt, home: Path) -> None:
    empty.run("new")
    for verb in ("backup", "restore"):
        refused = empty.json(verb, home / "copy.kanban")
        assert (refused.exit_code, refused.answer["code"]) == (1, "on_server")
        assert PASSWORD not in refused.out
    assert not (home / "copy.kanban").exists()


@pytest.mark.parametrize("verb", [("audit",), ("new",), ("import", "lists"), ("board",)])
def test_a_door_that_stays_shut_is_one_sentence(empty: Prompt, lists: Path, verb: tuple[str, ...]) -> None:
    nobody = str(empty.plant).replace("://", "://nobody_", 1)
    nowhere = f"{str(empty.plant).rpartition('/')[0]}/no_such_database"
    for address, why in ((nobody, "nobody_"), (nowhere, "no_such_database")):
        refused = empty.json(*verb, "--plant", address)
        assert (refused.exit_code, refused.answer["code"]) == (1, "no_entry")
        assert why in refused.answer["message"]
        assert PASSWORD not in refused.out


def test_the_window_says_that_it_opens_files(empty: Prompt) -> None:
    refused = empty.run()
    assert (refused.exit_code, refused.out) == (2, "")
    assert refused.err.startswith("The window opens plant files.")


def test_a_command_that_is_not_understood_quotes_no_password(empty: Prompt) -> None:
    wrong = empty.run("audit", empty.plant, "--plant", empty.plant)
    assert wrong.exit_code == 2
    assert PASSWORD not in wrong.out + wrong.err
