"""When the strip says what: seen at once, answered, counting down, idle again. One place for its times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from kanban_app.gui.look.answers import AnswerSign
from kanban_app.gui.station.answer_texts import refresh_undo, seen_answer
from kanban_app.gui.station.strip import ScanStrip, StripAnswer
from kanban_app.i18n import _

IDLE_AFTER_MS = 20_000
SAVING_AFTER_MS = 400
FLASH_MS = 180


class StripTalk(QObject):
    """Leads the strip. `make_idle` tells what it says when nothing is going on."""

    def __init__(
        self,
        strip: ScanStrip,
        make_idle: Callable[[], StripAnswer],
        now: Callable[[], datetime],
        on_idle: Callable[[], None],
    ) -> None:
        super().__init__(strip)
        self._strip = strip
        self._make_idle = make_idle
        self._now = now
        self._on_idle = on_idle
        self._to_idle = self._timer(IDLE_AFTER_MS, self.idle)
        self._to_saving = self._timer(SAVING_AFTER_MS, self._on_slow)
        self._flash_ends = self._timer(FLASH_MS, lambda: strip.flash(False))

    def _timer(self, interval_ms: int, call: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(call)
        return timer

    def seen(self, text: str) -> None:
        """A code was heard: show it before anything is booked."""
        self._to_idle.stop()
        self._strip.show_answer(seen_answer(text), announce=False)
        self._to_saving.start()

    def _on_slow(self) -> None:
        self._strip.set_detail(_("saving…"))

    def say(self, answer: StripAnswer, *, flash: bool = False) -> None:
        """Answer. A refusal stays until the next scan or Esc, everything else falls back to idle."""
        self._to_saving.stop()
        self._strip.show_answer(answer)
        if flash:
            self._strip.flash(True)
            self._flash_ends.start()
        if answer.sign is AnswerSign.REFUSED:
            self._to_idle.stop()
        else:
            self._to_idle.start()
        self.tick()

    def idle(self) -> None:
        """Nothing is going on."""
        self._to_idle.stop()
        self._to_saving.stop()
        self._strip.show_answer(self._make_idle(), announce=False)
        self._on_idle()

    def is_idle(self) -> bool:
        """Whether the strip is waiting for a scan."""
        return self._strip.answer.sign is None and self._strip.form() is None and not self._to_saving.isActive()

    def refresh_idle(self) -> None:
        """Something that the idle strip tells has changed."""
        if self.is_idle() and not self._strip.code_field.text():
            self._strip.show_answer(self._make_idle(), announce=False)

    def hold(self) -> None:
        """A form stands in the strip: nothing falls back to idle while somebody is at it."""
        self._to_idle.stop()
        self._to_saving.stop()

    def tick(self) -> None:
        """A second has passed: count down."""
        if self._strip.answer.undo_until is not None:
            self._strip.set_undo_seconds(refresh_undo(self._strip.answer, self._now()))

    def stop(self) -> None:
        """The screen goes away."""
        for timer in (self._to_idle, self._to_saving, self._flash_ends):
            timer.stop()
