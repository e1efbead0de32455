"""What works behind the window: the screens, the plant they show, where scans and files go."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from kanban_app import i18n
from kanban_app.domain.changes import Changes
from kanban_app.gui import later
from kanban_app.gui.board.screen import BoardScreen
from kanban_app.gui.dialogs import PLANT_FILES
from kanban_app.gui.full_screen import FullScreens
from kanban_app.gui.heartbeat import Heartbeat
from kanban_app.gui.importing.screen import ImportScreen
from kanban_app.gui.look import theme
from kanban_app.gui.main_window import MainWindow
from kanban_app.gui.office_commands import office_commands
from kanban_app.gui.plant_buttons import plant_buttons
from kanban_app.gui.plant_doors import PlantDoors
from kanban_app.gui.print_list.screen import PrintListScreen
from kanban_app.gui.quick_ways import QuickWays
from kanban_app.gui.scan_input import ScanInput
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.serial_scanner import SerialScanner
from kanban_app.gui.settings_screen.screen import SettingsScreen
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.sounds import Sound, Sounds
from kanban_app.gui.station.page import StationPage
from kanban_app.gui.tasks import Tasks
from kanban_app.gui.troubles import HELP, Troubles
from kanban_app.i18n import _
from kanban_app.operations.clock import utc_now

# Further keys of the office's commands.
ALSO = {"board": "Ctrl+1", "station": "Ctrl+2", "cards": "Ctrl+3", "plant": "Ctrl+4", "larger": "Ctrl+="}
# Where a station is shown these mean the station's own.
ALSO_AT_STATION = {"F2", "F5", "F8"}


class Office(QObject):
    """Everything of one window that needs no picture of its own. `sounds` may bring a player of its own."""

    def __init__(self, window: MainWindow, sounds: Sounds | None = None) -> None:
        super().__init__(window)
        self.window, self.settings = window, window.settings
        self.sounds = sounds or Sounds(window.settings)
        self.link = ShopLink(self)
        self.tasks = Tasks(window.logs.failed)
        self.doors = PlantDoors(window, self.link, self.tasks, self.settings)
        self.troubles = Troubles(window, self.link, self.sounds, self.doors.backup)
        self.scan_input = ScanInput(self)
        self.heartbeat = Heartbeat(self)
        self.serial = SerialScanner(self.settings, self)
        told = (self.go, self.show_card, self._tell, self.serial)
        self.tools = Tools(self.link, self.settings, self.tasks, self.sounds, self.clock, *told)
        self.full_screens = FullScreens(self.tools, window)
        self._make_screens()
        self._connect()
        commands = partial(office_commands, self)
        self.ways = QuickWays(window, self.tools, commands, ALSO, self._show_station, self.page_name)
        self.ways.add_keys()
        window.move_in(self)

    # -- building --------------------------------------------------------------------------------------------------

    def _make_screens(self) -> None:
        """Make every screen; again when the language or the zoom changes."""
        self.first_run = self.window.doors()
        self.board = BoardScreen(clock=self.clock, settings=self.settings)
        self.station = StationPage(self.tools)
        self.serial.show_in(self.station.terminal.head.tell_scanner)
        self.cards = PrintListScreen(self.tools)
        self.plant = SettingsScreen(self.tools)
        self.imports = ImportScreen(self.link, self.tasks, self.settings)
        self.pages: dict[str, QWidget] = {
            "first": self.first_run,
            "board": self.board,
            "station": self.station,
            "cards": self.cards,
            "plant": self.plant,
            "import": self.imports,
        }
        for page in self.pages.values():
            if page is not self.first_run:
                self.window.stack.addWidget(page)
        layout = self.plant.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(plant_buttons(self))
        self._connect_screens()

    def _connect_screens(self) -> None:
        first = self.first_run
        first.demo_asked.connect(self.doors.demo)
        first.new_asked.connect(self.doors.new)
        first.open_asked.connect(self.doors.ask_open)
        first.restore_asked.connect(self.doors.restore)
        first.plant_asked.connect(self.doors.open)
        first.lists_asked.connect(self._on_lists_asked)
        first.theme_chosen.connect(self.set_theme)
        first.language_chosen.connect(self.set_language)
        self.doors.busy_changed.connect(first.set_busy)
        self.board.import_asked.connect(partial(self.go, "import"))
        self.board.add_loop_asked.connect(self._add_loop)
        self.board.retry_asked.connect(self.link.read_board)
        self.station.loop_asked.connect(self._show_loop)
        self.station.station_changed.connect(self._fit_keys)
        self.cards.walk_asked.connect(partial(self.go, "walk"))
        self.cards.edit_design_asked.connect(self._edit_design)
        self.plant.language_chosen.connect(self.set_language)
        self.plant.station_chosen.connect(self._on_station_chosen)
        self.imports.plant_wanted.connect(self._on_plant_wanted)
        self.imports.booked.connect(self._on_lists_booked)
        self.imports.left.connect(partial(self.go, "board"))
        self.window.screen_chosen.connect(self.go)

    def _connect(self) -> None:
        self.link.board_read.connect(self._on_board_read)
        self.link.changed.connect(self._on_changed)
        self.doors.opened.connect(self._on_opened)
        self.doors.leaving.connect(self._on_leaving)
        self.doors.not_opened.connect(self._on_not_opened)
        self.doors.shut.connect(self._on_shut)
        self.scan_input.scanned.connect(self.on_scanned)
        self.scan_input.listen()
        self.serial.scanned.connect(self.scan_input.scanned)
        self.settings.watch(self._on_setting)

    def _edit_design(self, name: str) -> None:
        self.go("design")
        self.pages["design"].edit(name)  # type: ignore[attr-defined] # the screen of the designs

    def _add_loop(self) -> None:
        self.go("loops")
        self.pages["loops"].add()  # type: ignore[attr-defined] # the screen of the loops

    def _show_station(self, station_id: int) -> None:
        self.station.choose(station_id)
        self.go("station")

    def _fit_keys(self) -> None:
        at_station = self.page_name() == "station" and self.station.is_at_station()
        for key in ALSO_AT_STATION & self.ways.keys.keys():
            self.ways.keys[key].setEnabled(not at_station)

    # -- where one is ----------------------------------------------------------------------------------------------

    def clock(self) -> datetime:
        """The plant's time, or this computer's while none is open."""
        return self.link.shop.clock() if self.link.shop is not None else utc_now()

    def go(self, name: str) -> None:
        """Show a screen. Without a plant there are the doors, and the lists that become one."""
        if self.link.shop is None and name != "import":
            name = "first"
        page = self._page(name)
        self.window.stack.setCurrentWidget(page)
        self.window.rail.setVisible(self.link.shop is not None)
        self.window.rail.show_chosen(later.REACHED_FROM.get(name, name))
        # At a station nothing moves under a finger because another station calls.
        self.window.bars.be_quiet_about(HELP if name == "station" else "")
        if name == "cards":
            self.cards.refresh()
        elif name == "plant":
            self.plant.fill()
        elif name in later.PAGES:
            page.refresh()  # type: ignore[attr-defined] # each of these has it
        target = self.station.currentWidget() if page is self.station else page
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit_keys()

    def _page(self, name: str) -> QWidget:
        """A screen; those that are not seen every day are made when they are first gone to."""
        if name not in self.pages:
            self.pages[name] = page = later.PAGES[name](self.tools)
            self.window.stack.addWidget(page)
        return self.pages[name]

    def _drop_later_pages(self) -> None:
        """Each of them belongs to one plant."""
        for name in later.PAGES.keys() & self.pages.keys():
            page = self.pages.pop(name)
            self.window.stack.removeWidget(page)
            page.deleteLater()

    def page_name(self) -> str:
        """Which screen is shown; empty while a plant is being opened at the beginning."""
        shown = self.window.stack.currentWidget()
        return next((name for name, page in self.pages.items() if page is shown), "")

    def full_screen(self) -> None:
        """F11: at a station the station, elsewhere the wall view, in a window of its own."""
        if self.page_name() == "station":
            self.full_screens.show_station(self.station.terminal.station_id)
        elif self.link.shop is not None:
            self.full_screens.show_wall()

    def _on_station_chosen(self, station_id: int | None) -> None:
        if station_id is not None:
            self.station.choose(station_id)

    # -- the plant -------------------------------------------------------------------------------------------------

    def _on_opened(self) -> None:
        shop = self.link.shop
        if shop is None:
            return
        self.window.setWindowTitle(f"{shop.plant.name} – kanban_app")
        self.station.forget()
        self.board.set_shop(shop, self.settings.person)
        self.go("board")

    def _on_leaving(self) -> None:
        self.board.set_shop(None)
        self._drop_later_pages()

    def _on_not_opened(self) -> None:
        self.go(self.page_name() or "first")

    def _on_shut(self) -> None:
        self.window.setWindowTitle("kanban_app")
        self.full_screens.close()
        self.troubles.forget_calls()
        self.station.forget()
        self.first_run.show_recent()
        self.go("first")

    def _on_board_read(self) -> None:
        if self.link.board is None:
            return
        self.board.show_board(self.link.board)
        focus = self.window.focusWidget()
        if self.page_name() == "board" and (focus is None or not focus.isVisible()):
            # Only now are there rows; what had the focus before is no longer seen.
            self.board.setFocus(Qt.FocusReason.OtherFocusReason)
        self.troubles.on_help()
        if self.link.shop and self.settings.till_watch.get("plant") == str(self.link.shop.path):
            self._page("tills")  # it watches its folder whether anybody looks or not
        wanted = self.full_screens.take_wanted()
        if wanted and self.station.choose_name(wanted):
            self.go("station")
            self.full_screen()
        elif wanted:
            text = _("This plant has no station {name}.").format(name=wanted)
            self.window.bars.show_bar("station", "warn", text)

    def _on_changed(self, changes: Changes) -> None:
        self.board.apply(changes)

    def show_card(self, card_id: int) -> None:
        """Show a card's life on the board."""
        self.go("board")
        self.board.show_card(card_id)

    def _tell(self, tone: str, text: str) -> None:
        self.window.bars.show_bar("screen", tone, text)

    def _show_loop(self, loop_id: int) -> None:
        board = self.link.board
        cards = board.row(loop_id).cards if board is not None else ()
        if cards:
            self.show_card(cards[0].id)
        else:
            self.go("board")

    # -- lists -----------------------------------------------------------------------------------------------------

    def _on_lists_asked(self) -> None:
        self.go("import")
        self.imports.ask_for_files()

    def _on_plant_wanted(self, reading: object) -> None:
        self.doors.for_reading(reading, self.imports.book_reading)  # type: ignore[arg-type] # a Reading, from a signal

    def _on_lists_booked(self, _booked: object) -> None:
        self.window.bars.show_bar("lists", "told", _("Your lists are in the plant."))
        self.go("board")

    def take_files(self, paths: list[Path]) -> None:
        """Files dropped anywhere: a plant file is opened, everything else is read as lists."""
        plants = [path for path in paths if path.match(PLANT_FILES)]
        if plants:
            self.doors.open(plants[0])
        else:
            self.go("import")
            self.imports.read(paths)

    # -- scans -----------------------------------------------------------------------------------------------------

    def on_scanned(self, text: str) -> None:
        """A scan goes to the screen that is looked at; where none wants it, it finds its card."""
        self.ways.put_away()
        if self.full_screens.take_scan(text):
            return
        if self.link.shop is None:
            self.first_run.tell(_("The scanner works. Open a plant to book with it."))
        elif not self._page_takes(text):
            self._find_scanned(text)

    def _page_takes(self, text: str) -> bool:
        """Some screens want scans themselves, at least while something there waits for one."""
        take = getattr(self.window.stack.currentWidget(), "take_scan", None)
        return callable(take) and bool(take(text))

    def _find_scanned(self, text: str) -> None:
        """Nothing is booked in the office: there a scan shows its card."""
        if self.page_name() != "board":
            self.go("board")
        self.window.bars.take("scan")
        if not self.board.show_code(text):
            shown = " ".join(text.split())[:40]
            told = _("No card has the code {code}.").format(code=shown)
            self.window.bars.show_bar("scan", "warn", told)
            self.sounds.play(Sound.REFUSED)

    # -- settings --------------------------------------------------------------------------------------------------

    def set_theme(self, choice: str) -> None:
        """Light, dark or as the system."""
        self.settings.theme = choice
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, choice)

    def set_language(self, code: str) -> None:
        """Speak another language from now on."""
        self.settings.language = code
        i18n.use(code)
        self._make_again()

    def set_zoom(self, percent: int) -> None:
        """Everything larger or smaller."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.settings.zoom_percent = theme.set_zoom(app, percent)
            self._make_again()

    def _make_again(self) -> None:
        """Make the screens anew; where one was stays so."""
        name, station_id = self.page_name(), self.station.terminal.station_id
        self.station.terminal.shut()
        self.window.screen_chosen.disconnect(self.go)
        self.ways.drop()
        self.window.build()
        self._make_screens()
        if self.link.shop is not None:
            self.board.set_shop(self.link.shop, self.settings.person)
            self.link.board_read.emit()
            if station_id is not None:
                self.station.choose(station_id)
        self.go(name or "first")

    def _on_setting(self, name: str) -> None:
        if name == "person":
            self.board.set_person(self.settings.person)

    # -- the end ---------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Finish everything; the window says `gone` when nothing is left."""
        self.tasks.start(self._finish(), "closing")

    async def _finish(self) -> None:
        self.full_screens.close()
        self.station.terminal.shut()
        self.serial.stop()
        self.imports.stop.click()
        try:
            await self.doors.finish()
            await self.tasks.end()
        finally:
            self.settings.unwatch(self._on_setting)
            self.troubles.stop()
            self.window.gone.emit()
