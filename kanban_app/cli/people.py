"""Verbs about people: who works here, and what one shift leaves to the next."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from kanban_app.cli.opening import Opened, id_of_station
from kanban_app.cli.saying import DONE, REFUSED, WrongUse, print_json, print_line
from kanban_app.i18n import _, moment

if TYPE_CHECKING:
    from kanban_app.operations.shop import Shop


def add_people(verbs: Any, add_verb: Any) -> None:
    """The verbs `person` and `note`; `add_verb` makes one with the options that all have."""
    person = add_verb(verbs, "person", person_verb, _("show who works here, or change one of them"))
    person.add_argument("name", nargs="?", default="", metavar="NAME")
    role = person.add_mutually_exclusive_group()
    role.add_argument("--supervisor", action="store_true", default=None, help=_("may do what supervisors do"))
    role.add_argument("--operator", action="store_false", dest="supervisor", help=_("books like everybody"))
    role.add_argument("--remove", action="store_true", help=_("take the person off the list"))
    person.add_argument("--badge", default=None, metavar="TEXT", help=_("what the badge reads as; empty for none"))
    person.add_argument("--pin", default=None, metavar="DIGITS", help=_("4 to 8 digits; empty for none"))
    person.add_argument("--by", default="", metavar="NAME", help=_("the supervisor who changes it"))
    note = add_verb(verbs, "note", note_verb, _("show a station's notes, leave one, or say that one is done"))
    note.add_argument("station", metavar="STATION")
    note.add_argument("text", nargs="?", default="", metavar="TEXT")
    note.add_argument("--done", type=int, default=None, metavar="NUMBER", help=_("this note has been seen to"))
    note.add_argument("--person", default="")


def person_verb(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.persons import PersonError, read_persons

    with Opened(arguments) as shop:
        try:
            if arguments.name:
                _change_person(shop, arguments)
        except PersonError as error:
            if arguments.json:
                print_json({"result": "refused", "code": error.problem.value, "message": error.text()})
            else:
                print_line(error.text())
            return REFUSED
        persons = shop.read(read_persons).result()
    if arguments.json:
        shown = [{"name": p.name, "supervisor": p.supervisor, "badge": p.badge, "has_pin": p.has_pin} for p in persons]
        print_json({"result": "done", "persons": shown})
    else:
        everybody = _("Nobody is listed: everybody may supervise.")
        roles = {True: _("supervisor"), False: _("operator")}
        print_line("\n".join(f"{person.name}  {roles[person.supervisor]}" for person in persons) or everybody)
    return DONE


def _change_person(shop: Shop, arguments: argparse.Namespace) -> None:
    from kanban_app.operations.persons import drop_person, keep_person, read_persons

    if arguments.remove:
        shop.write(drop_person, arguments.by, arguments.name).result()
        return
    known = {person.name: person.supervisor for person in shop.read(read_persons).result()}
    supervisor = known.get(arguments.name, False) if arguments.supervisor is None else arguments.supervisor

    def keep(session: Any) -> None:
        keep_person(
            session, arguments.by, arguments.name, supervisor=supervisor, badge=arguments.badge, pin=arguments.pin
        )

    shop.write(keep).result()


def note_verb(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.notes import finish_note, read_notes, write_note

    with Opened(arguments) as shop:
        station_id = id_of_station(shop, arguments.station)
        if arguments.text.strip():
            shop.write(write_note, station_id, arguments.text, arguments.person, shop.clock()).result()
        if arguments.done is not None:
            open_ids = {note.id for note in shop.read(read_notes).result().get(station_id, ())}
            if arguments.done not in open_ids:
                raise WrongUse(_("This station has no open note {number}.").format(number=arguments.done))
            shop.write(finish_note, arguments.done, shop.clock()).result()
        notes = shop.read(read_notes).result().get(station_id, ())
        now = shop.clock()
    if arguments.json:
        shown = [
            {"id": note.id, "written_at": note.written_at.isoformat(), "person": note.person, "note": note.note}
            for note in notes
        ]
        print_json({"result": "done", "notes": shown})
    else:
        lines = [f"{note.id}  {moment(note.written_at, now)}  {note.person}  {note.note}" for note in notes]
        print_line("\n".join(lines) or _("No notes."))
    return DONE
