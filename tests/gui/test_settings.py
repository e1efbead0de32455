"""What a terminal remembers, and that a power cut or a bad file never costs more than a setting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kanban_app.settings import MOST_RECENT, Settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "of" / "anna" / "settings.json"


def test_a_change_is_there_after_the_next_start(path):
    Settings(path).theme = "dark"
    assert Settings(path).theme == "dark"


def test_what_was_never_set_has_its_default_and_writes_nothing(path):
    settings = Settings(path)
    assert (settings.theme, settings.muted) == ("system", False)
    assert not path.exists()


def test_a_value_that_does_not_fit_is_refused(path):
    settings = Settings(path)
    with pytest.raises(ValueError, match="theme"):
        settings.theme = "pink"
    with pytest.raises(ValueError, match="zoom_percent"):
        settings.zoom_percent = 10
    with pytest.raises(ValueError, match="muted"):
        settings.muted = 1
    assert not path.exists()


def test_a_value_in_the_file_that_does_not_fit_counts_as_not_set(path):
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"theme": 7, "zoom_percent": 9000, "recent_plants": "x", "muted": True}))
    settings = Settings(path)
    assert (settings.theme, settings.zoom_percent, settings.recent_plants, settings.muted) == ("system", 100, [], True)


def test_what_a_newer_version_wrote_is_kept(path):
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"hologram": {"depth": 3}}))
    Settings(path).muted = True
    assert json.loads(path.read_text())["hologram"] == {"depth": 3}


def test_two_windows_do_not_write_over_each_other(path):
    one, other = Settings(path), Settings(path)
    one.theme = "dark"
    other.muted = True
    found = Settings(path)
    assert (found.theme, found.muted) == ("dark", True)


@pytest.mark.usefixtures("log_lines_allowed")
def test_a_damaged_file_is_put_aside_and_the_program_starts(path):
    path.parent.mkdir(parents=True)
    path.write_text('{"theme": "da')
    settings = Settings(path)
    assert settings.theme == "system"
    settings.theme = "light"
    assert Settings(path).theme == "light"
    assert path.with_suffix(".damaged").read_text() == '{"theme": "da'


@pytest.mark.usefixtures("log_lines_allowed")
def test_a_setting_that_cannot_be_written_holds_until_the_end(tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    settings = Settings(in_the_way / "settings.json")
    settings.theme = "dark"
    settings.muted = True
    assert (settings.theme, settings.muted) == ("dark", True)


def test_a_file_is_never_seen_half_written(path, monkeypatch):
    settings = Settings(path)
    settings.theme = "dark"

    def power_cut(self, target):
        raise OSError("no power")

    monkeypatch.setattr(Path, "replace", power_cut)
    import logging

    logging.disable(logging.WARNING)
    settings.theme = "light"
    logging.disable(logging.NOTSET)
    monkeypatch.undo()
    assert Settings(path).theme == "dark"
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_recent_plants_are_newest_first_once_each_and_few(path):
    settings = Settings(path)
    for number in (*range(MOST_RECENT + 3), 2):
        settings.remember_plant(Path(f"/plants/{number}.kanban"))
    assert settings.last_plant == str(Path("/plants/2.kanban"))
    assert len(settings.recent_plants) == MOST_RECENT
    assert settings.recent_plants[:2] == [str(Path("/plants/2.kanban")), str(Path(f"/plants/{MOST_RECENT + 2}.kanban"))]


def test_each_plant_has_its_own_station_of_this_terminal(path):
    settings = Settings(path)
    settings.stand_at(Path("/a.kanban"), "saw")
    settings.stand_at(Path("/b.kanban"), "varnish")
    assert (settings.station_at(Path("/a.kanban")), settings.station_at(Path("/c.kanban"))) == ("saw", "")


def test_watchers_hear_the_name_of_what_changed_and_only_then():
    settings, heard = Settings(), []
    settings.watch(heard.append)
    settings.muted = True
    settings.muted = True
    settings.unwatch(heard.append)
    settings.muted = False
    assert heard == ["muted"]
