"""A watched folder: whole files are taken once and put away, trouble with what is the matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanban_app.operations import tills_watching
from kanban_app.operations.tills_importing import TillOptions, Watching
from kanban_app.operations.tills_watching import Taken, WatchedFolder, take_file, watch_folder
from tests.databases import SqliteFiles
from tests.tills.selling import booked, figures, held, line, opened, shop_draft, till_file


def test_a_file_is_whole_when_it_stands_still_between_two_looks(fast_path: Path) -> None:
    watched = WatchedFolder(fast_path)
    path = till_file(fast_path, [line(1, "mug", 1)])
    (fast_path / ".hidden.csv").write_text("code,quantity\n")
    (fast_path / "notes.doc").write_text("x")
    (fast_path / "begun.csv").touch()
    assert watched.whole_files() == []
    with path.open("a") as file:
        file.write("1002,mug,1,2026-03-02 10:02,2.50,\n")
    assert watched.whole_files() == []
    assert watched.whole_files() == [path]


def test_files_are_booked_and_put_away_and_trouble_says_what_is_the_matter(
    files: SqliteFiles, fast_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tills_watching, "SECONDS_BETWEEN_LOOKS", 0)
    folder = fast_path / "till"
    folder.mkdir()
    till_file(folder, [line(1, "mug", 2)], "good.csv")
    till_file(folder, [line(2, "mug", "two")], "bad.csv")
    heard: list[Taken] = []
    with opened(files.plant(), shop_draft()) as shop:
        watch_folder(shop, folder, "shop", TillOptions(), Watching(), heard.append, once=True)
        assert held(shop)["mug"] == 18
        assert {taken.moved_to.relative_to(folder).as_posix() for taken in heard} == {
            "done/good.csv",
            "trouble/bad.csv",
        }
        assert "row 2, column quantity" in (folder / "trouble" / "bad.csv.problems.txt").read_text(encoding="utf-8")
        # the same name again does not push the first one aside, and books nothing twice
        path = till_file(folder, [line(1, "mug", 2)], "good.csv")
        taken = take_file(shop, path, "shop", TillOptions(), Watching())
        assert taken is not None
        assert figures(taken.imported) == {"already_booked": 1}
        assert taken.moved_to.name == "2 good.csv"
        assert sorted(path.name for path in folder.glob("*.csv")) == []


def test_a_file_that_was_stopped_stays_where_it_is(files: SqliteFiles, fast_path: Path) -> None:
    path = till_file(fast_path, [line(1, "mug", 2)])
    with opened(files.plant(), shop_draft()) as shop:
        assert take_file(shop, path, "shop", TillOptions(), Watching(cancelled=lambda: True)) is None
    assert path.exists()


def test_what_a_till_adds_while_its_file_is_booked_is_not_put_away_unread(files: SqliteFiles, fast_path: Path) -> None:
    path = till_file(fast_path, [line(1, "mug", 2)])

    def till_goes_on(_done: int, _whole: int | None) -> None:
        till_file(fast_path, [line(1, "mug", 2), line(2, "mug", 1)])

    with opened(files.plant(), shop_draft()) as shop:
        assert take_file(shop, path, "shop", TillOptions(), Watching(booking=till_goes_on)) is None
        assert (path.exists(), held(shop)["mug"]) == (True, 18)
        taken = take_file(shop, path, "shop", TillOptions(), Watching())
        assert taken is not None
        assert figures(taken.imported) == {"booked": 1, "already_booked": 1, "pieces": 1}
        assert (path.exists(), held(shop)["mug"]) == (False, 17)
        assert take_file(shop, path, "shop", TillOptions(), Watching()) is None  # it is gone: no trouble


def test_a_folder_that_files_cannot_leave_books_nothing(files: SqliteFiles, fast_path: Path) -> None:
    path = till_file(fast_path, [line(1, "mug", 2)])
    (fast_path / "done").write_text("a file where the folder belongs")
    with opened(files.plant(), shop_draft()) as shop:
        with pytest.raises(OSError, match="done"):
            take_file(shop, path, "shop", TillOptions(), Watching())
        assert held(shop)["mug"] == 20
        assert figures(booked(shop, path)) == {"booked": 1, "pieces": 2}


def test_a_file_that_a_till_renames_between_two_looks_is_no_trouble(
    fast_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    till_file(fast_path, [line(1, "mug", 1)], "kept.csv")
    gone = fast_path / "gone.csv"
    monkeypatch.setattr(Path, "iterdir", lambda _folder: iter([gone, fast_path / "kept.csv"]))
    monkeypatch.setattr(Path, "is_file", lambda _path: True)  # it was, a moment ago
    watched = WatchedFolder(fast_path)
    assert watched.whole_files() == []
    assert watched.whole_files() == [fast_path / "kept.csv"]
