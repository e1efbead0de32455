"""Writes down what is edited and not kept, beside the window, a moment after each step; and finds it again."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QTimer, Signal

from kanban_app.gui.design.document import DesignDocument
from kanban_app.gui.screen_tools import Tools
from kanban_app.operations.design_drafts import DesignDraft, DraftFile

log = logging.getLogger(__name__)

REST_MS = 400


class DraftKeeper(QObject):
    """`found` carries the draft that was left, or None, once after `begin`."""

    found = Signal(object)

    def __init__(self, tools: Tools, document: DesignDocument, parent: QObject) -> None:
        super().__init__(parent)
        self._tools, self._document = tools, document
        self._file: DraftFile | None = None
        self._resting = QTimer(self, singleShot=True, interval=REST_MS)
        self._resting.timeout.connect(self._write)
        document.changed.connect(self._on_changed)

    def has_begun(self) -> bool:
        """Whether the draft was asked for."""
        return self._file is not None

    def begin(self) -> None:
        """Look for what was left, and write from now on."""
        shop, path = self._tools.link.shop, self._tools.settings.path
        if shop is not None and self._file is None:
            self._file = DraftFile(path.parent if path else None, str(shop.place))
            self._tools.link.when_done(self._tools.tasks.on_worker(self._file.load), self.found.emit)

    def _on_changed(self) -> None:
        state = self._document.state
        if self._file is None or state is None:
            return
        is_kept = self._document.is_kept()
        self._file.put(None if is_kept else DesignDraft(state.design, state.name, state.title))
        self._resting.start()

    def write_now(self) -> None:
        """Write what waits: the screen is left."""
        if self._resting.isActive():
            self._resting.stop()
            self._write()

    def _write(self) -> None:
        if self._file is not None:
            writing = self._tools.tasks.on_worker(self._file.flush)
            self._tools.link.when_done(writing, lambda _done: None, self._on_failed)

    def _on_failed(self, problem: BaseException) -> None:
        """The design on the screen is safe; only a crash now would lose it."""
        log.warning("an unkept design could not be written down: %s", problem)
