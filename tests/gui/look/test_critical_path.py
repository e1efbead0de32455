"""Why this date: every step has its words, its place on the days, and no meaning by colour alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from kanban_app.domain.items import Item
from kanban_app.domain.loops import Loop, LoopKind
from kanban_app.domain.promise_network import PartKind
from kanban_app.domain.promising import Promise, PromiseStep
from kanban_app.domain.stations import Station, StationKind
from kanban_app.domain.structure import Structure
from kanban_app.gui.look import theme
from kanban_app.gui.look.critical_path import MOST_ROWS, CriticalPath

NOW = datetime(2027, 1, 4, 10, 42, tzinfo=UTC)
PLANT = Structure(
    [Station(1, "saw", StationKind.WORKSTATION), Station(2, "shop 1", StationKind.STORE)],
    [Item(1, "chair leg")],
    [],
    [Loop(1, 1, 1, 2, LoopKind.PRODUCTION, 10, 2)],
)


def step(from_hours: int, to_hours: int, *, critical: bool = True, slack: int = 0) -> PromiseStep:
    start, finish = NOW + timedelta(hours=from_hours), NOW + timedelta(hours=to_hours)
    return PromiseStep(PartKind.MAKE, 1, 50, 1, 2, start, finish, slack, critical)


def promised(*steps: PromiseStep) -> Promise:
    ready = max((one.finish for one in steps), default=NOW)
    critical = tuple(one for one in steps if one.critical)
    return Promise(ready.date(), ready.date(), date(2027, 1, 2), 6, ready, NOW, steps, critical)


def shown(promise: Promise | None, width: int = 620) -> tuple[CriticalPath, QImage]:
    widget = CriticalPath()
    widget.show_promise(promise, PLANT)
    widget.resize(width, widget.sizeHint().height())
    image = widget.grab().toImage()
    widget.close()
    return widget, image


def test_every_step_is_said_in_words_the_first_first(qapp: QApplication) -> None:
    widget, _image = shown(promised(step(24, 40), step(0, 20, critical=False, slack=240)))
    first, second = widget.spoken()
    assert first.startswith("saw: 50 pcs chair leg, ")
    assert first.endswith("not ordered yet, has time to spare")
    assert second.endswith("decides the date")
    assert widget.accessibleDescription() == "\n".join(widget.spoken())


def test_without_steps_it_says_that_everything_is_there(qapp: QApplication) -> None:
    widget, image = shown(promised())
    assert widget.accessibleDescription() == "Everything is there."
    assert image.height() > 0
    empty, _image = shown(None)
    assert empty.accessibleDescription() == ""


def test_a_bar_stands_where_its_hours_are(qapp: QApplication) -> None:
    _widget, image = shown(promised(step(24, 48)))
    middle = theme.px(26 + 12)
    dark = [x for x in range(270, 610) if image.pixelColor(x, middle).lightness() < 60]
    # Three days from Monday's midnight on 364 pixels: 24 h after 10:42 is 48 % of the way, 48 h after it 82 %.
    plot, width = 620 * 0.4, 620 * 0.6 - theme.px(8)
    assert min(dark) == pytest.approx(plot + width * (34.7 / 72), abs=width / 24)
    assert max(dark) == pytest.approx(plot + width * (58.7 / 72), abs=width / 24)


def test_what_has_time_to_spare_is_outlined_only(qapp: QApplication) -> None:
    _widget, image = shown(promised(step(0, 48), step(0, 47, critical=False, slack=60)))
    x = round(620 * 0.7)
    rows = [theme.px(26 + 24 * place + 12) for place in (0, 1)]
    lightness = sorted(image.pixelColor(x, y).lightness() for y in rows)
    assert lightness[0] < 60
    assert lightness[1] > 200


def test_what_has_most_time_to_spare_is_left_out_of_a_long_list(qapp: QApplication) -> None:
    others = [step(0, 1, critical=False, slack=minutes) for minutes in range(20)]
    widget, _image = shown(promised(step(0, 60), *others))
    assert len(widget.spoken()) == MOST_ROWS
    assert sum("decides the date" in text for text in widget.spoken()) == 1


@pytest.mark.parametrize(("dark", "zoom", "hours", "width"), [(True, 100, 2_000, 620), (False, 200, 3, 320)])
def test_it_paints_at_any_size_and_length(qapp: QApplication, dark: bool, zoom: int, hours: int, width: int) -> None:
    theme.apply(qapp, "dark" if dark else "light")
    theme.set_zoom(qapp, zoom)
    _widget, image = shown(promised(step(0, hours), step(hours, hours + 1)), width)
    assert (image.width(), image.height()) == (width, theme.px(26 + 2 * 24 + 4))


def test_what_began_before_today_is_drawn_from_then_and_what_began_long_ago_is_cut_off(qapp: QApplication) -> None:
    middle, plot, right = theme.px(26 + 12), 620 * 0.4, 620 - theme.px(8)
    for began, first in ((-48, 58.7 / 168), (-24 * 300, 0)):
        # Ordered two days ago: the sixth day from then is shown; ordered long ago: seven days back.
        _widget, image = shown(promised(step(began, 96)))
        dark = [x for x in range(round(plot), 610) if image.pixelColor(x, middle).lightness() < 60]
        if first:
            assert min(dark) == pytest.approx(plot + (right - plot) * (10.7 / 168), abs=(right - plot) / 60)
        else:
            assert min(dark) == pytest.approx(plot, abs=theme.px(3)), "nothing is painted over its name"


def test_what_ends_at_midnight_ends_with_that_day_and_what_takes_no_time_has_one_instant(qapp: QApplication) -> None:
    midnight = datetime(2027, 1, 6).astimezone()
    widget, _image = shown(promised(replace(step(0, 24), finish=midnight), replace(step(0, 0), start=NOW, finish=NOW)))
    said = widget.spoken()
    assert any("Tue 5 Jan 24:00" in one for one in said)
    assert sum(" to " in one.split(", ")[1] for one in said) == 1
