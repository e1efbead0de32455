"""What is pictured: every screen and its states, in the order in which one program shows them.

To add one: write what brings it before the eyes, and a line in SCENES. A scene begins where the one before it ended,
with the plant of `stage.PLANT` open unless its line says otherwise; what it opens over the window it puts away in
`after`. It may hand back the widget to picture; otherwise that is the window.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from kanban_app import i18n
from kanban_app.domain.cards import CardState
from kanban_app.gui.board.sieve import Sieve
from kanban_app.operations.notes import write_note
from kanban_app.operations.plants import PlantProblem
from kanban_app.store.problems import FileProblem
from tests.gui.approved.stage import EMPTY, ORDERED, PLANT, TILL_FILE, Look, Stage, bars_away
from tests.gui.conftest import until
from tests.gui.order_plant import SHIPPED, TO_ORDER
from tests.gui.plants import MORNING

LINE, STORE, SHOP = "assembly line", "factory store", "shop 1"
SMALL, LARGE = (1280, 800), (1920, 1080)
LIGHT_EN, DARK_SV = Look("light", "en", *SMALL), Look("dark", "sv", *SMALL)
LIGHT_NB, DARK_NB = Look("light", "nb", *SMALL), Look("dark", "nb", *LARGE)
# A screen is seen in both themes, all languages and both sizes; a state of it in one look of each theme.
SCREEN = (LIGHT_EN, DARK_SV, LIGHT_NB, DARK_NB)
STATE = (LIGHT_EN, DARK_SV)
# A few are seen in everything.
ALL = tuple(
    Look(theme, language, *size) for theme in ("light", "dark") for language in ("en", "sv", "nb")
    for size in (SMALL, LARGE)
)  # fmt: skip

Show = Callable[[Stage], QWidget | None]


def nothing(_stage: Stage) -> None:
    """Nothing to put away."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: its name, what brings it about, the looks it is seen in, what puts away what it opened."""

    name: str
    show: Show
    looks: tuple[Look, ...] = field(default=STATE)
    after: Callable[[Stage], object] = nothing


def page(name: str) -> Show:
    """A screen as it comes."""

    def show(stage: Stage) -> None:
        stage.page(name)

    return show


# -- doors -------------------------------------------------------------------------------------------------------------


def first_run(stage: Stage) -> None:
    stage.office.go("first")


def name_dialog(stage: Stage) -> QWidget:
    stage.office.doors.new()
    until(lambda: stage.window.findChild(QDialog) is not None)
    return stage.window.findChild(QDialog)


def leave_dialog(stage: Stage) -> None:
    stage.window.findChild(QDialog).reject()
    until(stage.office.first_run.demo.isEnabled)


def demo_runs(stage: Stage) -> None:
    stage.window.bars.show_bar("busy", "busy", "…", [(i18n._("Stop"), lambda: None)])
    stage.office.doors._on_progress(17, 60)


def no_plant_file(stage: Stage) -> None:
    stage.office.doors.open(Path("gone.kanban"))
    until(lambda: stage.program.bar("plant"))


def recent_plants(stage: Stage) -> None:
    stage.office.doors.close_plant()
    until(lambda: stage.office.page_name() == "first")


# -- board -------------------------------------------------------------------------------------------------------------


def opened(plant: Path, name: str) -> Show:
    """A screen of another plant."""

    def show(stage: Stage) -> None:
        stage.open(plant)
        stage.page(name)

    return show


def board_loading(stage: Stage) -> None:
    stage.page("board")
    stage.office.board.set_shop(None)
    stage.office.board._show_grey()


def board_read(stage: Stage) -> None:
    stage.office.board.set_shop(stage.office.link.shop, "Anna Lind")
    stage.office.link.board_read.emit()
    stage.settle()


def board_filtered(stage: Stage) -> None:
    stage.page("board")
    stage.office.board.asking._on_sieve(Sieve(state=CardState.RELEASED))


def board_nothing_found(stage: Stage) -> None:
    stage.office.board.asking.show_all()
    stage.office.board.search.setText("anchor")


def board_life(stage: Stage) -> None:
    stage.office.board.search.clear()
    stage.office.board.asking.show_all()
    stage.office.show_card(stage.card("chair leg", LINE, 5).id)


def board_many(stage: Stage) -> None:
    view = stage.office.board.view
    stage.office.show_card(stage.card("chair", STORE, 1).id)
    for _ in range(3):
        stage.program.hands.press(Qt.Key.Key_Right, "", Qt.KeyboardModifier.ShiftModifier)
    assert view.picks.are_several()


def board_hold_asked(stage: Stage) -> None:
    stage.office.show_card(stage.card("chair", STORE, 1).id)
    stage.settle()
    stage.program.hands.press(Qt.Key.Key_H, "", Qt.KeyboardModifier.ControlModifier)


def escape(stage: Stage) -> None:
    stage.program.hands.press(Qt.Key.Key_Escape)
    stage.settle()


# -- other screens -----------------------------------------------------------------------------------------------------


def flow_of_one_item(stage: Stage) -> None:
    screen = stage.page("flow")
    choice = screen.head.items
    choice.setCurrentIndex(choice.findText("chair"))
    choice.activated.emit(choice.currentIndex())


def history_found(stage: Stage) -> None:
    screen = stage.page("history")
    screen.table.setCurrentIndex(screen.model.index(3, 0))


def history_nothing(stage: Stage) -> None:
    stage.page("history").filters.search.setText("anchor")


def past_board(stage: Stage) -> None:
    screen = stage.page("history")
    screen.filters.search.clear()
    stage.settle()
    screen.show_board_at(screen.model.lines[8].event.seq)


def leave_past(stage: Stage) -> None:
    stage.office.pages["history"].show_list()


def structure(list_name: str, row: int) -> Show:
    """One of the three lists with one line of it open."""

    def show(stage: Stage) -> None:
        screen = stage.page("loops")
        screen.show_page(list_name)
        stage.settle()
        screen.pages[list_name].panel.select([screen.pages[list_name].panel.model.rows[row].id])

    return show


def loop_added(stage: Stage) -> None:
    stage.page("loops").show_page("loops")
    stage.office.pages["loops"].add()


def loops_at_once(stage: Stage) -> None:
    screen = stage.page("loops")
    panel = screen.pages["loops"].panel
    panel.select([line.id for line in panel.model.rows[:3]])


def design_edited(stage: Stage) -> None:
    stage.office._edit_design("")


# -- orders ------------------------------------------------------------------------------------------------------------

ENTRY = (
    ("Ada Hansen", "chair", "8", "2027-02-01", SHOP, "152.50", "by noon"),
    ("", "round table", "2", "+30", SHOP, "", ""),
    ("", "sofa", "two", "+30", SHOP, "", ""),
)


def order_chosen(number: str) -> Show:
    """The order book with the first line of an order at its side."""

    def show(stage: Stage) -> None:
        screen = stage.page("orders")
        row = next(row for row, shown in enumerate(screen.model.rows) if shown.line.order_number == number)
        screen.table.setCurrentIndex(screen.model.index(row, 0))
        until(lambda: screen.side.detail.detail() is not None)

    return show


def order_typed(stage: Stage) -> None:
    screen = stage.page("orders")
    screen.new_order()
    until(screen.entry.grid.hasFocus)
    # Typed at a scanner's speed these would be scans.
    QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in ENTRY))
    stage.program.hands.press(Qt.Key.Key_V, "", Qt.KeyboardModifier.ControlModifier)
    until(lambda: len(screen.entry.model.rows) > len(ENTRY))


def order_typed_away(stage: Stage) -> None:
    screen = stage.page("orders")
    screen.entry.clear()
    screen.pages.setCurrentIndex(0)


def order_cancelled(stage: Stage) -> None:
    order_chosen(TO_ORDER)(stage)
    stage.settle()
    stage.office.pages["orders"].side.detail.buttons["cancel"].click()


def till_page(place: int) -> Show:
    """A page of the till sales; the first one tries a file."""

    def show(stage: Stage) -> None:
        screen = stage.page("tills")
        screen.pills[place].setChecked(True)
        if not place:
            screen.file.read(TILL_FILE)
            until(lambda: not screen.file._busy)

    return show


def options_of(item: str) -> Show:
    """The options of an item."""

    def show(stage: Stage) -> None:
        items = stage.page("options").items
        items.setCurrentIndex(items.findText(item))

    return show


# -- lists -------------------------------------------------------------------------------------------------------------

LISTS = {
    "good": {
        "items.csv": "item,unit\nleg,pcs\nstool,pcs\n",
        "loops.csv": "item,source,consumer,container quantity,cards\nleg,saw,bench,8,3\nstool,bench,store,4,2\n",
        "stations.csv": "station,kind\nsaw,workstation\nbench,workstation\nstore,store\n",
    },
    "bad": {"loops.csv": "item,source,consumer,container quantity,cards\nleg,saw,bench,8,x\nstool,bench,store,-4,2\n"},
    "foreign": {"mystery.csv": "Betreff,Text\nStuhl,rot\n"},
}


def lists(kind: str) -> Show:
    """The import of one of LISTS, read and not yet booked."""

    def show(stage: Stage) -> None:
        folder = Path("lists") / kind
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in LISTS[kind].items():
            (folder / name).write_text(text)
        stage.office.go("import")
        stage.office.imports.read([folder])
        until(lambda: not stage.office.tasks.is_busy())

    return show


# -- walk --------------------------------------------------------------------------------------------------------------


def walk_goes_on(stage: Stage) -> None:
    screen = stage.page("walk")
    screen.walker.begin(frozenset())
    stage.settle()
    screen.walker.go_to(screen.walker.overview.stops[2].place)
    stage.settle()
    for card in screen.walker.overview.stops[2].cards[:2]:
        screen.walker.see(card)


def walk_found(stage: Stage) -> None:
    screen = stage.office.pages["walk"]
    for stop in screen.walker.overview.stops[:3]:
        screen.walker.finish(stop.place)
    stage.settle()
    stage.scan(stage.card("chair", STORE, 2).code)


def leave_walk(stage: Stage) -> None:
    stage.office.pages["walk"]._on_end()


# -- over the screens --------------------------------------------------------------------------------------------------


def wall(stage: Stage) -> QWidget:
    from kanban_app.gui.wall.window import WallWindow

    stage.office.full_screens.wall = window = WallWindow(stage.office.tools)
    window.closed.connect(lambda: setattr(stage.office.full_screens, "wall", None))
    window.resize(stage.look.width, stage.look.height)
    window.show()
    return window


def wall_away(stage: Stage) -> None:
    stage.office.full_screens.wall.close()


def help_page(name: str) -> Show:
    """The help beside the board, at one of its pages."""

    def show(stage: Stage) -> None:
        stage.page("board")
        stage.office.ways.show_help(name)

    return show


def help_away(stage: Stage) -> None:
    stage.office.ways.help.close()


def palette(typed: str) -> Show:
    """The command palette over the board."""

    def show(stage: Stage) -> None:
        stage.page("board")
        stage.office.ways.toggle_palette()
        stage.office.ways.palette.field.setText(typed)

    return show


def palette_away(stage: Stage) -> None:
    stage.office.ways.palette.hide()


def trouble(problem: FileProblem) -> Show:
    """The bar of a plant's file that fails."""

    def show(stage: Stage) -> None:
        stage.page("board")
        stage.office.link.failed.emit(PlantProblem(problem, str(PLANT)))

    return show


def program_fails(stage: Stage) -> None:
    stage.page("board")
    stage.office.troubles._on_told("RuntimeError: a bug")


def help_called(stage: Stage) -> None:
    stage.page("board")
    stage.office.link.shop.call_for_help(stage.station("saw")).result()
    until(lambda: any(name.startswith("help") for name in stage.window.bars.shown))


def help_ended(stage: Stage) -> None:
    stage.office.link.shop.end_help(stage.station("saw")).result()
    until(lambda: not stage.window.bars.shown)


# -- station -----------------------------------------------------------------------------------------------------------


def station_unchosen(stage: Stage) -> None:
    stage.page("station")


def station_idle(stage: Stage) -> None:
    stage.page("station")
    stage.office.station.choose(stage.station(LINE))


def scanned(item: str, consumer: str, number: int) -> Show:
    """The answer to a scan at the assembly line."""

    def show(stage: Stage) -> None:
        stage.page("station")
        stage.scan(stage.card(item, consumer, number).code)

    return show


def unknown_code(stage: Stage) -> None:
    stage.scan("HELLO WORLD")


def row_open(stage: Stage) -> None:
    stage.office.station.terminal.clear()
    stage.office.station.terminal.taps.open_row(1)


def asked(what: str) -> Show:
    """One of the strip's forms."""

    def show(stage: Stage) -> None:
        terminal = stage.office.station.terminal
        terminal.clear()
        {
            "count": terminal.asking.count,
            "extra": terminal.asking.extra_card,
            "find": terminal.asking.find,
            "note": terminal.notes.ask,
            "person": terminal.people.ask,
        }[what]()

    return show


def notes_left(stage: Stage) -> None:
    shop, station_id = stage.office.link.shop, stage.station(LINE)
    stage.office.station.terminal.clear()
    for note in ("The left clamp slips: tighten it before every chair.", "Cushions came wet; two are on the rack."):
        shop.write(write_note, station_id, note, "Erik Berg", MORNING).result()
    until(lambda: len(stage.office.station.terminal.note_bar.rows) == 2)


def own_help_called(stage: Stage) -> None:
    stage.office.station.terminal.next_steps.help()


def locked(stage: Stage) -> QWidget:
    stage.office.settings.station_lock = True
    stage.office.full_screens.show_station(stage.station(LINE))
    window = stage.office.full_screens.station
    window.showNormal()
    window.resize(stage.look.width, stage.look.height)
    window.close()
    return window


def unlocked(stage: Stage) -> None:
    stage.office.settings.station_lock = False
    stage.office.full_screens.station.leave()


SCENES = (
    Scene("first_run", first_run, SCREEN),
    Scene("first_run_name", name_dialog, STATE, leave_dialog),
    Scene("first_run_busy", demo_runs, STATE, bars_away),
    Scene("first_run_no_file", no_plant_file, STATE, bars_away),
    Scene("board_empty", opened(EMPTY, "board")),
    Scene("flow_empty", page("flow")),
    Scene("loops_empty", page("loops")),
    Scene("history_empty", page("history")),
    Scene("cards_empty", page("cards")),
    Scene("purchases_empty", page("purchases")),
    Scene("orders_booked", opened(ORDERED, "orders"), SCREEN),
    Scene("orders_line", order_chosen(TO_ORDER), SCREEN),
    Scene("orders_shipped", order_chosen(SHIPPED)),
    Scene("orders_cancel", order_cancelled, SCREEN, escape),
    Scene("orders_typed", order_typed, SCREEN, order_typed_away),
    Scene("purchases_waiting", page("purchases"), SCREEN),
    Scene("options_chair", options_of("chair"), SCREEN),
    Scene("calendars_planned", page("calendars"), SCREEN),
    Scene("tills_tried", till_page(0), SCREEN),
    Scene("tills_unknown", till_page(1), SCREEN),
    Scene("tills_report", till_page(2)),
    Scene("tills_folder", till_page(3)),
    Scene("board", opened(PLANT, "board"), ALL),
    Scene("board_loading", board_loading, STATE, board_read),
    Scene("board_filtered", board_filtered),
    Scene("board_nothing_found", board_nothing_found),
    Scene("board_life", board_life, SCREEN),
    Scene("board_many", board_many),
    Scene("board_hold_asked", board_hold_asked, STATE, escape),
    Scene("flow", page("flow"), SCREEN),
    Scene("flow_of_one_item", flow_of_one_item),
    Scene("history", page("history"), SCREEN),
    Scene("history_entry", history_found),
    Scene("history_nothing", history_nothing),
    Scene("past_board", past_board, SCREEN, leave_past),
    Scene("loops", page("loops"), SCREEN),
    Scene("loop", structure("loops", 4), SCREEN),
    Scene("loop_added", loop_added),
    Scene("loops_at_once", loops_at_once),
    Scene("item", structure("items", 0), SCREEN),
    Scene("station_edited", structure("stations", 3), SCREEN),
    Scene("cards", page("cards"), SCREEN),
    Scene("papers", page("papers"), SCREEN),
    Scene("design", design_edited, SCREEN),
    Scene("orders", page("orders"), SCREEN),
    Scene("options", page("options"), SCREEN),
    Scene("purchases", page("purchases"), SCREEN),
    Scene("tills", page("tills"), SCREEN),
    Scene("calendars", page("calendars"), SCREEN),
    Scene("plant", page("plant"), SCREEN),
    Scene("import", page("import"), SCREEN),
    Scene("import_ready", lists("good"), SCREEN),
    Scene("import_problems", lists("bad"), SCREEN),
    Scene("import_mapping", lists("foreign"), SCREEN),
    Scene("walk", page("walk"), SCREEN),
    Scene("walk_goes_on", walk_goes_on, SCREEN),
    Scene("walk_found", walk_found, STATE, leave_walk),
    Scene("wall", wall, SCREEN, wall_away),
    Scene("help", help_page("board"), SCREEN, help_away),
    Scene("help_colours", help_page("colours"), STATE, help_away),
    Scene("help_tester", help_page("tester"), SCREEN, help_away),
    Scene("help_about", help_page("about"), SCREEN, help_away),
    Scene("palette", palette(""), SCREEN, palette_away),
    Scene("palette_found", palette("chair"), STATE, palette_away),
    Scene("bar_disk_full", trouble(FileProblem.DISK_FULL), STATE, bars_away),
    Scene("bar_in_use", trouble(FileProblem.LOCKED), STATE, bars_away),
    Scene("bar_damaged", trouble(FileProblem.DAMAGED), STATE, bars_away),
    Scene("bar_program_fails", program_fails, STATE, bars_away),
    Scene("bar_help_called", help_called, STATE, help_ended),
    Scene("station_unchosen", station_unchosen),
    Scene("station", station_idle, ALL),
    Scene("station_accepted", scanned("chair leg", LINE, 3), SCREEN),
    Scene("station_twice", scanned("chair leg", LINE, 3)),
    Scene("station_warned", scanned("round table", STORE, 2), SCREEN),
    Scene("station_refused", scanned("table leg", LINE, 6), ALL),
    Scene("station_unknown", unknown_code),
    Scene("station_row_open", row_open),
    Scene("station_count", asked("count")),
    Scene("station_extra_card", asked("extra")),
    Scene("station_find", asked("find")),
    Scene("station_note", asked("note")),
    Scene("station_person", asked("person")),
    Scene("station_notes", notes_left, SCREEN),
    Scene("station_help_called", own_help_called),
    Scene("station_locked", locked, STATE, unlocked),
    Scene("first_run_recent", recent_plants),
)
