"""Lists of orders written out and imported again: here, in a plant without them, and in one set up from the lists."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from kanban_app.domain.first_fill import Start
from kanban_app.domain.option_lists import OptionRow
from kanban_app.domain.options import GroupRule, said_in, told
from kanban_app.i18n import LANGUAGES
from kanban_app.operations.auditing import audit
from kanban_app.operations.changing import change_settings
from kanban_app.operations.exporting import export_folder, export_workbook
from kanban_app.operations.importing.cells import BadCell, name_of
from kanban_app.operations.importing.command import ImportOptions, book_into, read_for, run_import
from kanban_app.operations.importing.mapping import Mapping
from kanban_app.operations.importing.order_choices import choices_in
from kanban_app.operations.importing.recognising import recognise
from kanban_app.operations.order_options import save_options
from kanban_app.operations.orders_entering import NewLine, add_lines
from kanban_app.operations.orders_importing import LineCounts, OrderImport, import_orders
from kanban_app.operations.orders_writing import order_headers
from kanban_app.operations.plants import open_session
from kanban_app.operations.session import Session
from kanban_app.operations.shop import Shop
from kanban_app.store.order_tables import configuration, order_line
from tests.clock import Clock
from tests.databases import Databases, Place, fast_folder, sqlite_files
from tests.operations.test_order_options import WANTED, Plant

# Arms are usual and may be left out; oak is no usual choice.
LIST = """\
item,group,rule,choice,default,component,quantity,replaces,surcharge
chair,,,,,,,,150
chair,wood,one required,pine,yes,,,,
chair,wood,one required,oak,,oak leg,,leg,40
chair,extras,any,arms,yes,arm,2,,25.50
chair,extras,any,paint,,paint,0.25,,5
"""
KINDS = pytest.mark.parametrize("kind", ["csv", "xlsx"])


@dataclass(frozen=True, slots=True)
class Made:
    """A plant that assembles chairs, and where it is."""

    place: Place
    plant: Plant

    @property
    def session(self) -> Session:
        self.plant.session.head()
        return self.plant.session


@pytest.fixture
def here(databases: Databases, clock: Clock, tmp_path: Path) -> Made:
    return made_in(databases, clock, tmp_path)


def made_in(databases: Databases, clock: Clock, folder: Path) -> Made:
    place = databases.plant()
    plant = Plant(databases.session(place), clock, folder)
    plant.offer(LIST)
    return Made(place, plant)


def written(session: Session, folder: Path, kind: str) -> Path:
    """The list of orders by itself, as CSV or as a workbook."""
    if kind == "xlsx":
        return export_workbook(session, folder / "out.xlsx")
    [orders] = [path for path in export_folder(session, folder / "out") if path.name == "orders.csv"]
    return orders


def imported(place: Place, file: Path) -> OrderImport:
    shop = Shop(place)
    try:
        report = import_orders(shop, [file])
        assert not report.refused, report.lines()
        return report
    finally:
        shop.close()


def lines_of(session: Session) -> list[tuple[Any, ...]]:
    """What an order says, by names."""
    session.head()
    structure, found = session.structure, []
    for row in session.database.core.execute(select(order_line).order_by(order_line.c.id)):
        place = structure.stations[row.station_id].name if row.station_id else ""
        status = "closed" if row.status == "closed" else "open"
        said = (structure.items[row.item_id].code, row.options, row.price, row.note)
        found.append((row.order_number, row.customer, *said, place, row.due_on, row.quantity, row.priority, status))
    return found


def enter(made: Made) -> None:
    """Chairs with and without choices, a part by itself, and lines that look alike."""
    plant, session = made.plant, made.session
    chair, leg = plant.id_of("chair"), plant.id_of("leg")
    places = {one.name: one.id for one in session.structure.stations.values()}
    bench, shop = places["bench"], places["shop"]

    def line(item: int, quantity: int, choices: Sequence[str] = (), price: str = "", note: str = "") -> NewLine:
        return NewLine("Ada", item, quantity, WANTED, "A-1", shop, price, note, tuple(choices))

    lines = [
        line(chair, 2, ["wood=oak"], "199.90", 'as "last year", sooner'),
        line(chair, 2, ["wood=oak", "extras="], "", "=no arms"),
        line(chair, 2, ["wood=oak", "extras=arms", "extras=paint"]),
        line(chair, 2, ["wood=oak", "extras=arms", "extras=paint"]),
        line(chair, 3),
        replace(line(leg, 8, (), "0.5", "spare"), station_id=bench),
    ]
    add_lines(session, lines, plant.clock.tick(minutes=1))
    plant.check()


def close(made: Made, row: int) -> None:
    """That line is over, however it came to that."""
    own = order_line.c.id == row
    with made.session.database.write():
        made.session.database.core.execute(update(order_line).where(own).values(status="closed", line_number=0))


@pytest.mark.parametrize(("language", "kind"), [("en", "csv"), ("sv", "xlsx"), ("nb", "csv")])
def test_a_list_comes_back_whole_in_a_plant_that_has_none_of_it(
    here: Made, databases: Databases, clock: Clock, tmp_path: Path, language: str, kind: str
) -> None:
    enter(here)
    change_settings(here.session, {"language": language})
    file = written(here.session, tmp_path, kind)
    there = made_in(databases, clock, tmp_path)
    report = imported(there.place, file)
    assert [problem.text() for problem in report.reading.problems if problem.column] == []
    lines = lines_of(here.session)
    assert lines_of(there.session) == lines
    assert [line[2:4] for line in lines][:2] == [
        ("chair · oak, arms", "wood=oak; extras=arms"),
        ("chair · oak", "wood=oak"),
    ]
    assert len(lines) == 6
    assert audit(there.session).ok
    assert imported(there.place, file).counts == LineCounts(known=6), "once is enough"


def test_a_list_names_what_another_plant_has_and_says_what_was_left_out(here: Made, tmp_path: Path) -> None:
    enter(here)
    with written(here.session, tmp_path, "csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["item"] for row in rows} == {"chair", "leg"}
    assert [row["options"] for row in rows] == [
        "wood=oak; extras=arms",
        "wood=oak; extras=",
        *["wood=oak; extras=arms; extras=paint"] * 2,
        "wood=pine; extras=arms",
        "",
    ]
    assert [row["configured_item"] for row in rows][4:] == ["chair · pine, arms", ""]


@KINDS
def test_what_is_over_keeps_its_choices_and_is_not_doubled(
    here: Made, databases: Databases, clock: Clock, tmp_path: Path, kind: str
) -> None:
    enter(here)
    close(here, 1)
    file = written(here.session, tmp_path, kind)
    assert imported(here.place, file).counts == LineCounts(known=6)
    there = made_in(databases, clock, tmp_path)
    assert imported(there.place, file).counts == LineCounts(drafts=5, history=1)
    over, *others = lines_of(there.session)
    assert over[2:6] == ("chair", "wood=oak; extras=arms", "199.90", 'as "last year", sooner')
    assert others == lines_of(here.session)[1:], "no item is made for what is over"
    there.plant.add("wood=oak", "extras=arms")
    assert imported(there.place, file).counts == LineCounts(known=6), "not even once there is such an item"
    file = written(there.session, tmp_path, kind)
    again = made_in(databases, clock, tmp_path)
    assert imported(again.place, file).counts == LineCounts(drafts=6, history=1)
    assert lines_of(again.session) == lines_of(there.session)


@KINDS
def test_a_plant_set_up_anew_from_its_lists_has_the_items_of_its_orders(
    here: Made, tmp_path: Path, fast_path: Path, kind: str
) -> None:
    enter(here)
    orders = written(here.session, tmp_path, kind)
    target = orders if kind == "xlsx" else orders.parent
    for _time in range(2):
        report = run_import(fast_path / "again.kanban", [target], start=Start.NEW, propose=False)
        assert [problem.code for problem in report.reading.problems] == []
    session = open_session(report.plant)
    lines = [(*line[:3], *line[4:]) for line in lines_of(session)]
    session.database.close()
    assert lines == [(*line[:3], *line[4:]) for line in lines_of(here.session)]


def test_the_import_of_a_plant_into_itself_adds_nothing(here: Made, tmp_path: Path) -> None:
    enter(here)
    close(here, 1)
    written(here.session, tmp_path, "csv")
    before, shop = lines_of(here.session), Shop(here.place)
    try:
        book_into(shop, read_for(shop, [tmp_path / "out"], ImportOptions()), ImportOptions())
    finally:
        shop.close()
    assert lines_of(here.session) == before


def test_an_item_that_has_no_choices_any_more_is_still_ordered_as_it_was_chosen(
    here: Made, clock: Clock, tmp_path: Path
) -> None:
    enter(here)
    save_options(here.session, {here.plant.id_of("chair"): []})
    file = written(here.session, tmp_path, "csv")
    assert imported(here.place, file).counts == LineCounts(known=6)


def test_every_head_of_the_list_is_one_that_an_import_knows() -> None:
    english = recognise([(1, list(order_headers("en")))], (), Mapping())
    assert english is not None
    assert len(english.columns) == len(order_headers("en"))
    for language in LANGUAGES:
        found = recognise([(1, list(order_headers(language)))], (), Mapping())
        assert found is not None
        assert found.table == "orders"
        assert found.columns == english.columns, language


# -- odd names ---------------------------------------------------------------------------------------------------------


def is_a_name(text: str) -> bool:
    try:
        return bool(text) and name_of(text) == text
    except BadCell:
        return False


LETTERS = st.sampled_from("aB1å|'\"=;, +-@.\\/#\t")
NAMES = st.text(LETTERS, min_size=1, max_size=7).filter(is_a_name)
CHOICES = st.one_of(NAMES, st.builds("={}".format, NAMES), st.builds('"{}"'.format, NAMES)).filter(is_a_name)
# No door can choose of a group with the sign that stands after it.
GROUPS = NAMES.filter(lambda name: "=" not in name)
OFFERS = st.lists(
    st.tuples(GROUPS, st.lists(CHOICES, min_size=1, max_size=3, unique_by=str.casefold)),
    min_size=1,
    max_size=3,
    unique_by=lambda group: group[0].casefold(),
)


@given(OFFERS)
def test_what_is_told_of_choices_is_read_as_the_same(offer: list[tuple[str, list[str]]]) -> None:
    picks = [(group, choice) for group, choices in offer for choice in choices]
    assert said_in(choices_in(told(picks))) == dict(offer)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('size=12", paint=red', ('size=12"', "paint=red")),
        ('size=1,5 m; paint="a; b"', ("size=1,5 m", "paint=a; b")),
        ('paint="a ""b""; c"\nwood=oak', ('paint=a "b"; c', "wood=oak")),
        ('paint=say "yes"; "a, b"=c', ('paint=say "yes"', "a, b=c")),
        ('paint="red', ('paint="red',)),
        ('""=x', ('""=x',)),
        ("paint=\0red", ("paint=\0red",)),
        ('paint="a"\0 7\0', ('paint="a" 7',)),
    ],
)
def test_marks_count_only_around_a_whole_name(text: str, read: tuple[str, ...]) -> None:
    assert choices_in(text) == read


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plant file to copy: chairs are assembled to order."""
    folder = tmp_path_factory.mktemp("template")
    with sqlite_files(folder) as databases:
        return Path(str(made_in(databases, Clock(), folder).place))


@KINDS
@settings(max_examples=15)
@given(offer=OFFERS)
def test_odd_names_of_choices_come_back_whole(template: Path, kind: str, offer: list[tuple[str, list[str]]]) -> None:
    with tempfile.TemporaryDirectory(dir=fast_folder()) as name:
        folder, clock = Path(name), Clock()
        here, there = (open_session(shutil.copy(template, folder / f"{one}.kanban")) for one in ("here", "there"))
        try:
            chair = next(item.id for item in here.structure.items.values() if item.code == "chair")
            rows = [
                OptionRow(group, choice, GroupRule.ANY, is_default=place == 0)
                for group, choices in offer
                for place, choice in enumerate(choices)
            ]
            for session in (here, there):
                save_options(session, {chair: rows})
            every = tuple(f"{group}={choice}" for group, choices in offer for choice in choices)
            nothing = tuple(f"{group}=" for group, _choices in offer)
            entries = [
                NewLine("Ada", chair, 2, WANTED, "A-1", choices=choices)
                for choices in (every, nothing, (*nothing[1:], every[0]), every[-1:])
            ]
            add_lines(here, entries, clock.tick(minutes=1))
            imported(folder / "there.kanban", written(here, folder, kind))
            assert lines_of(there) == lines_of(here)
            assert len(lines_of(here)) == 4
            assert choices_of(there) == choices_of(here)
        finally:
            for session in (here, there):
                session.database.close()


def choices_of(session: Session) -> list[str]:
    return sorted(session.database.core.execute(select(configuration.c.choices)).scalars())
