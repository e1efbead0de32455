"""One story per screen, on an X server, with real keys and a real mouse, at 1280 x 800."""

from __future__ import annotations

import json

import pytest

from tests.gui.x11.conftest import HEIGHT, WIDTH, Terminal

KEYS = {"F3": "flow", "F7": "cards", "F8": "history", "F10": "plant", "F2": "board"}


def some_card(terminal: Terminal, state: str = "full") -> dict:
    board = json.loads(terminal.command("board", "--plant", str(terminal.plant), "--json"))
    return next(card for loop in board["loops"] for card in loop["cards"] if card["state"] == state)


def test_every_screen_has_its_key_and_is_painted_to_its_edges(terminal: Terminal) -> None:
    for key, page in KEYS.items():
        terminal.press(key)
        terminal.on(page)
        terminal.until(lambda shown: shown["size"] == [WIDTH, HEIGHT])
        picture = terminal.picture(page)
        colours = picture.convert("RGB").getcolors(1 << 24)
        assert len(colours) > 60, f"{page} is empty"
        assert max(count for count, _colour in colours) < WIDTH * HEIGHT * 0.9, f"{page} is empty"
        corner = picture.getpixel((WIDTH - 2, HEIGHT - 2))[:3]
        assert corner != (0, 0, 0), f"{page} leaves the edge of the screen unpainted"


def test_the_mouse_goes_by_the_rail(terminal: Terminal) -> None:
    for words, page in (("Flow", "flow"), ("History", "history"), ("Board", "board")):
        terminal.click(words)
        terminal.on(page)


def test_the_palette_finds_a_screen_by_typing(terminal: Terminal) -> None:
    terminal.press("ctrl+k")
    terminal.until(lambda shown: shown["palette"])
    terminal.run("xdotool", "type", "--delay", "120", "card walk")
    terminal.picture("palette")
    terminal.press("Return")
    terminal.on("walk")
    assert not terminal.shown["palette"]
    terminal.picture("walk")


def test_help_opens_at_the_screen_and_escape_leaves_it(terminal: Terminal) -> None:
    terminal.press("F1")
    terminal.until(lambda shown: shown["help"])
    terminal.picture("help")
    terminal.press("Escape")
    terminal.until(lambda shown: not shown["help"])


def test_a_scan_into_the_search_field_shows_the_card_and_leaves_the_field_empty(terminal: Terminal) -> None:
    code = some_card(terminal)["code"]
    terminal.press("ctrl+f")
    terminal.until(lambda shown: shown["focus"][0] == "SearchField")
    terminal.scan(code)
    terminal.until(lambda shown: shown["card"] == code)
    assert terminal.shown["search"] == ""
    terminal.press("ctrl+f")
    terminal.run("xdotool", "type", "--delay", "120", "leg")
    terminal.until(lambda shown: shown["search"] == "leg")
    terminal.press("Escape", "Escape")
    terminal.until(lambda shown: shown["search"] == "")


def test_a_scan_books_at_a_station_chosen_with_the_mouse(terminal: Terminal) -> None:
    terminal.press("F5")
    terminal.on("station")
    board = json.loads(terminal.command("board", "--plant", str(terminal.plant), "--json"))
    loop = next(loop for loop in board["loops"] if {card["state"] for card in loop["cards"]} <= {"full", "empty"})
    card = next(card for card in loop["cards"] if card["state"] == "full")
    terminal.click(loop["consumer"])
    terminal.until(lambda shown: shown["station"] is not None)
    terminal.scan(card["code"])
    terminal.until(lambda shown: shown["answer"].startswith("Emptied"))
    terminal.picture("station")
    history = json.loads(terminal.command("history", "--plant", str(terminal.plant), "--json"))
    assert card["code"] in json.dumps(history)
    terminal.press("F8")
    terminal.until(lambda shown: not shown["answer"].startswith("Emptied"))
    audit = terminal.command("audit", "--plant", str(terminal.plant))
    assert audit


def test_the_wall_fills_the_screen_and_escape_closes_it(terminal: Terminal) -> None:
    terminal.press("F11")
    terminal.until(lambda shown: shown["wall"])
    terminal.picture("wall")
    terminal.press("Escape")
    terminal.until(lambda shown: not shown["wall"])


def test_everything_grows_and_is_as_it_was(terminal: Terminal) -> None:
    terminal.press("ctrl+plus")
    terminal.until(lambda shown: shown["zoom"] == 110)
    terminal.press("ctrl+0")
    terminal.until(lambda shown: shown["zoom"] == 100 and shown["page"] == "board")


@pytest.mark.parametrize("key, page", [("F3", "flow"), ("F8", "history"), ("F10", "plant"), ("F2", "board")])
def test_tab_goes_through_a_screen_and_always_stands_on_something_with_a_name(
    terminal: Terminal, key: str, page: str
) -> None:
    terminal.press(key)
    terminal.on(page)
    stood = []
    for _ in range(14):
        before = terminal.shown["focus"]
        terminal.press("Tab", delay_ms=0)
        terminal.until(lambda shown, before=before: shown["focus"] != before)
        stood.append(tuple(terminal.shown["focus"]))
    assert len(set(stood)) >= 4, stood
    assert all(visible and name for _kind, name, visible, _which in stood), stood


def test_nothing_unexpected_was_written_into_the_log(running: Terminal) -> None:
    lines = running.log().splitlines()
    assert lines
    assert [line for line in lines if " ERROR " in line or " WARNING " in line] == []
