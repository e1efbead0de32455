"""Who books at a station: by badge, by name, by PIN."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt

from kanban_app.gui.look.answers import AnswerSign
from kanban_app.gui.station.forms import PersonForm
from kanban_app.gui.station.seat import Seat
from kanban_app.gui.station.strip import StripAnswer
from kanban_app.i18n import _


class PeopleAtStation(QObject):
    """Changes the person of this terminal. Who is not listed books too, as nobody's supervisor."""

    def __init__(self, screen: Seat) -> None:
        super().__init__(screen)
        self._screen = screen
        self._form: PersonForm | None = None
        self._leave: Callable[[], None] | None = None

    def take_badge(self, text: str) -> bool:
        """Do for the person whose badge was scanned what was asked; False when it is nobody's."""
        person = self._screen.link.person_of_badge(text)
        if person is None:
            return False
        self._on_known(person.name)
        return True

    def ask(self) -> None:
        """Ctrl+Shift+L: who books here."""
        self._open(_("Who books here?"), _("Scan a badge, or choose a name. It is kept with every booking."))

    def ask_to_leave(self, leave: Callable[[], None]) -> None:
        """Somebody wants to leave a locked station: `leave` is called when a supervisor says so."""
        self._open(_("Who unlocks this station?"), _("Scan a supervisor's badge, or choose a name."))
        self._leave = leave

    def _open(self, title: str, explanation: str) -> None:
        settings, people = self._screen.settings, self._screen.link.people
        names = [person.name for person in people]
        names += [name for name in settings.people if name not in names]
        form = PersonForm(title, explanation, names, settings.person, {one.name for one in people if one.has_pin})
        form.named.connect(self._on_named)
        form.left.connect(self._screen.clear)
        self._screen.talk.hold()
        self._screen.strip.show_form(form, "account")
        self._form, self._leave = form, None
        form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _asking(self) -> PersonForm | None:
        """The form, as long as it stands in the strip."""
        return self._form if self._form is not None and self._screen.strip.form() is self._form else None

    def _on_named(self, name: str, pin: str) -> None:
        person, shop = self._screen.link.person(name), self._screen.link.shop
        if person is None or not person.has_pin or shop is None:
            self._on_known(name)
            return
        from kanban_app.operations.persons import pin_fits

        self._screen.link.when_done(shop.read(pin_fits, name, pin), lambda fits: self._on_pin(name, fits=fits))

    def _on_pin(self, name: str, *, fits: bool) -> None:
        if fits:
            self._on_known(name)
        elif (form := self._asking()) is not None:
            form.refuse_pin()

    def _on_known(self, name: str) -> None:
        leave, form = self._leave, self._asking()
        if leave is None or form is None:
            self._become(name)
            return
        person = self._screen.link.person(name)
        if self._screen.link.people and (person is None or not person.supervisor):
            form.refuse(_("Only a supervisor unlocks a station. Scan a supervisor's badge."))
            return
        self._screen.clear()
        leave()

    def _become(self, name: str) -> None:
        self._screen.settings.remember_person(name)
        self._screen.clear()
        text = _("{name} books here now.").format(name=name) if name else _("Nobody in particular books here now.")
        self._screen.say(StripAnswer(text, icon="account", sign=AnswerSign.ACCEPTED))
