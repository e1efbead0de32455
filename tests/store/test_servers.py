"""Addresses of plants on a server: how they are told from paths, and that nobody reads a password in what is shown."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.operations.plants import PlantProblem, open_session
from kanban_app.operations.shop import Shop
from kanban_app.store.problems import FileProblem, StoreError
from kanban_app.store.servers import database_name, is_server, plain_address, shown_place, without_passwords
from tests.databases import PostgresqlServer, postgresql_databases


@pytest.mark.parametrize("text", ["postgresql://h/x", "postgres://u:p@h:5432/x", "PostgreSQL+psycopg://h/x"])
def test_an_address_is_told_by_its_scheme_whatever_driver_it_names(text: str) -> None:
    assert is_server(text)
    assert plain_address(text).startswith("postgresql://")
    assert database_name(text) == "x"


@pytest.mark.parametrize("text", ["plant.kanban", "/srv/postgresql/plant.kanban", "postgresql:/x", "C:\\x.kanban"])
def test_a_path_is_no_address(text: str) -> None:
    assert not is_server(text)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://kanban:S3cret@db.example:5432/plant", "postgresql://kanban@db.example:5432/plant"),
        ("postgres://kanban@db.example/plant?password=S3cret", "postgresql://kanban@db.example/plant"),
        ("postgresql://kanban:S3cret@[::1]:5432/plant", "postgresql://kanban@[::1]:5432/plant"),
        ("postgresql:///plant?host=/run/S3cret", "postgresql:///plant"),
        ("postgresql://kanban:a@S3cret@db/plant", "postgresql://…"),
        ("postgresql://kanban:12/S3cret@db/plant", "postgresql://…"),
        ("postgresql://kanban:12#S3cret@db/plant", "postgresql://…"),
        ("postgresql://kanban:S3cret@db:port/plant", "postgresql://…"),
    ],
)
def test_an_address_is_shown_without_what_opens_the_door(address: str, shown: str) -> None:
    assert shown_place(address) == shown
    assert shown_place(shown) == shown
    assert StoreError(FileProblem.NO_SERVER, address).place == shown
    assert "S3cret" not in without_passwords(f"no such verb: '{address}'")
    assert shown_place(Path("/a/b.kanban")) == "/a/b.kanban"


@given(st.text("ab1:/@#?%&=[] é", min_size=1, max_size=9))
def test_no_password_is_shown_however_it_is_written(inner: str) -> None:
    password = f"Z{inner}Z"
    for written in (password, quote(password, safe="")):
        assert "Z" not in shown_place(f"postgresql://kanban:{written}@db.example:5432/plant")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://kanban:S3cret@h:port/x",
        "postgresql://kanban:S3cret@h",
        "postgresql://kanban:S3cret@127.0.0.1:1/x?nothing=1",
    ],
)
def test_what_is_no_address_of_a_plant_is_said_without_quoting_it(address: str) -> None:
    with pytest.raises(PlantProblem) as raised:
        open_session(address)
    assert raised.value.problem is FileProblem.BAD_ADDRESS
    assert "S3cret" not in f"{raised.value} {raised.value.text()} {raised.value.detail}"


def test_a_server_that_does_not_answer_is_one_sentence_and_the_next_step() -> None:
    with pytest.raises(PlantProblem) as raised:
        open_session("postgresql://kanban:S3cret@127.0.0.1:1/plant")
    assert raised.value.text() == (
        "The server of postgresql://kanban@127.0.0.1:1/plant does not answer. Nothing was changed. "
        "Check the address, and that the server runs."
    )


@pytest.mark.postgresql
def test_a_connection_that_breaks_off_says_to_look_before_booking_again(postgresql_server: PostgresqlServer) -> None:
    with postgresql_databases(postgresql_server) as databases:
        shop = Shop(databases.plant(), terminal="lost")
        try:
            databases.open(shop.place).execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            for asked in (shop.settings(), shop.change_settings(double_scan_window_s=1)):
                with pytest.raises(PlantProblem) as raised:
                    asked.result()
                assert raised.value.problem is FileProblem.SERVER_LOST
        finally:
            shop.close()
