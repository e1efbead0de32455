"""Every word of the help: one topic per screen, or page of one, as data. Shop words, short sentences.

Those about orders, and what goes with them, are in `order_topics`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kanban_app.gui.help.order_topics import order_topics
from kanban_app.gui.help.topic import Topic
from kanban_app.i18n import _


def topics() -> tuple[Topic, ...]:
    """All topics in the language in use, in the order of a day."""
    daily, others = (tuple(make() for make in makers) for makers in (_DAILY, _OTHERS))
    return (*daily, *order_topics(), *others)


def everywhere() -> Topic:
    """What holds on every screen."""
    return Topic(
        "everywhere",
        _("On every screen"),
        (
            _("A scanner works wherever the focus is, also while a form is open. Nothing need be clicked."),
            _("Bare letters and digits never do anything by themselves, so that a scan can't press a key."),
            _("Nothing is lost by closing the window. Every booking is on the disk before the screen says done."),
        ),
        (
            ("F1", _("help on this screen")),
            ("Esc", _("close, clear the answer; never undo")),
            ("Ctrl+K", _("find an action, a card, an item or a station by its name")),
            ("F2", _("board")),
            ("F3", _("flow map")),
            ("F4", _("orders")),
            ("F5", _("station")),
            ("F7", _("cards to print")),
            ("F8", _("history")),
            ("F10", _("plant")),
            ("F11", _("wall view; at a station: full screen")),
            ("Ctrl++", _("larger")),
            ("Ctrl+-", _("smaller")),
            ("Ctrl+0", _("as it was")),
        ),
    )


def _board() -> Topic:
    return Topic(
        "board",
        _("Board"),
        (
            _("One row is one loop: an item that goes round between a source and a consumer in so many containers."),
            _("Emptied cards gather from the left, full ones stand at the right. How far the blue reaches is how urgent"
              " the loop is: green wait, yellow start, red start now."),
            _("Choose a card to see its life: who did what and when, and what it caused. The blue button is its next"
              " step."),
            _("The pills at the top show only what is red, late, on hold or short. Their numbers are always live."),
        ),
        (
            (_("Arrows"), _("from card to card")),
            (_("Home, End"), _("first and last card of the row")),
            ("Enter", _("open the card's life")),
            ("Ctrl+F", _("find an item, a card's code, a station, an order")),
            ("Ctrl+U", _("mark urgent")),
            ("Ctrl+H", _("hold, or free again")),
            ("Ctrl+R", _("receive")),
            ("Ctrl+P", _("print this card again")),
        ),
    )  # fmt: skip


def _station() -> Topic:
    return Topic(
        "station",
        _("Station"),
        (
            _("Two questions are answered here: what may I take, and what must I make next."),
            _("Scan a card and its next step is booked: a full one is emptied, an ordered one is started or sent, one"
              " on its way is received. The strip at the top says what was done and what it caused."),
            _("Refused means nothing was changed. The strip says what is true, since when and by whom, and its blue"
              " button is the one next step."),
            _("Without a scanner: touch a full chip to take from it, or press Start in the queue."),
            _("Call for help shows on the board and on the wall until somebody has come."),
        ),
        (
            ("F2", _("type a code")),
            ("F5", _("count or damage")),
            ("F6", _("ask for an extra card")),
            ("F8, Ctrl+Z", _("undo my last booking")),
            ("F9", _("call for help")),
            ("F12", _("take the blue button of the strip")),
            ("Alt+1…9", _("start or send row 1 to 9 of the queue")),
            ("Alt+Shift+1…9", _("open row 1 to 9 of Take from here")),
            ("Ctrl+Shift+L", _("change who books here")),
            ("Esc", _("clear the answer; never undo")),
        ),
    )  # fmt: skip


def _cards() -> Topic:
    return Topic(
        "cards",
        _("Cards"),
        (
            _("What waits for paper, and why: new, new revision, lost, damaged, or an order."),
            _("Tick what to print, choose the paper, press Print. Printing never changes stock."),
            _("A card leaves the list when its file is complete. If the paper did not come out, ask for it again from"
              " the card's life on the board."),
            _("An old revision still works when it is scanned. The answer says so, and the new paper is on this list."),
        ),
        (("Ctrl+P", _("print what is ticked")), (_("Space"), _("tick the chosen row, or take the tick off"))),
    )  # fmt: skip


def _papers() -> Topic:
    return Topic(
        "papers",
        _("Other papers"),
        (
            _("The plant's papers beside its cards: pull sheets, pick lists, queues, the shift hand-over, labels of"
              " stations, badges, the board as a poster, and a pack for when the network is down."),
            _("Choose a paper and what it is about. The pages that are shown are those that will be saved, as the plant"
              " is now; they follow each booking."),
            _("Save as PDF asks for a place. Print into the folder puts it beside the plant's other papers."),
            _("These papers book nothing. The codes on them are the cards' own and are scanned like the cards."),
            _("A poster that is larger than the printer's paper can be cut into A4 pages and glued together."),
        ),
        (
            ("Ctrl+S", _("save the pages as a PDF")),
            (_("Page up, page down"), _("on the pages: the one before, the one after")),
            (_("Home, End"), _("on the pages: the first, the last")),
        ),
    )  # fmt: skip


def _design() -> Topic:
    return Topic(
        "design",
        _("Card design"),
        (
            _("How the plant's cards look. The card in the middle is drawn as it will be printed: a sample, or a card"
              " of this plant. Choose it and its paper above it."),
            _("Choose an element in the list or on the card. Drag it, pull its corners, or type its place and size at"
              " the right."),
            _("A rule makes an element look different on some cards, or hides it there: on urgent ones, on those of a"
              " kind, a category or a customer."),
            _("What would spoil a card is listed below the elements, and its element is marked: a code too small to be"
              " scanned, a text that is cut, things that lie on one another."),
            _("Nothing is printed with it before you press Keep design. Then choose it on Print cards. What was not"
              " kept is here again when you come back."),
            _("A design can be saved as a file and brought into another plant. The designs that come with the program"
              " stay as they are; what you change becomes your own."),
        ),
        (
            (_("Arrows"), _("on the card: move the element by 0.5 mm, with Shift by 5 mm")),
            (_("Arrows with Ctrl"), _("on the card: make the element larger or smaller")),
            (_("Page up, page down"), _("on the card: the element before, the one after")),
            ("Ctrl+D", _("on the card: a second such element")),
            ("Delete", _("remove the element")),
            ("Ctrl+Z, Ctrl+Y", _("one step back, and forth again")),
            ("Ctrl+S", _("keep the design")),
        ),
    )  # fmt: skip


def _plant() -> Topic:
    return Topic(
        "plant",
        _("Plant"),
        (
            _("Left is what holds for everybody who opens this plant, right what holds on this computer only."),
            _("Every change is kept at once. There is nothing to save."),
            _("Under it: bring lists, make a backup, check the books, open another plant, close this one."),
            _("Check the books reads every booking ever made again and says whether all pieces add up."),
        ),
    )


def _import() -> Topic:
    return Topic(
        "import",
        _("Bring lists"),
        (
            _("Drop spreadsheets or CSV files on the window: items, parts lists, stations, stock, orders."),
            _("Each column is recognised by its heading. Where it is not, say once what it means; it is remembered for"
              " the next time."),
            _("Rows that don't fit are listed with row, column and reason. The good rows can be booked without them."),
            _("Nothing is in the plant before you book it."),
        ),
    )  # fmt: skip


def _first() -> Topic:
    return Topic(
        "first",
        _("The beginning"),
        (
            _("The demo is a small toy works in the middle of its day. Look around and book as you like."),
            _("Bring spreadsheets makes a plant from lists that you have. Start from nothing makes an empty one."),
            _("A plant is one file that ends in .kanban. Make a backup copies it while it is in use."),
        ),
        (
            ("Alt+D", _("the demo")),
            ("Alt+I", _("bring spreadsheets")),
            ("Alt+N", _("start from nothing")),
            ("Ctrl+O", _("open a plant")),
        ),
    )


def _flow() -> Topic:
    return Topic(
        "flow",
        _("Flow map"),
        (
            _("Stations from left to right as the goods flow. Grey lines are goods, dashed blue ones are signals back"
              " to the source, with one arrowhead for each card that calls."),
            _("A pill between two stations says how many of the loop's cards call: 5 of 14."),
            _("Choose an item to follow it alone. The purple line is its decoupling point: left of it is made to keep"
              " in stock, right of it only for an order."),
            _("Drag its handle to where stock is to end. What that does is shown first; then press Move the point."),
        ),
        (
            (_("Tab, arrows"), _("from station to station")),
            (_("Left, right"), _("on the handle: let stock end one station before or after")),
            ("Enter", _("show the station's cards on the board")),
        ),
    )  # fmt: skip


def _history() -> Topic:
    return Topic(
        "history",
        _("History"),
        (
            _("Everything that was booked, the newest first: who, when, from which state to which, how many and why."),
            _("An entry that another one caused stands under its cause. Follow it both ways."),
            _("Nothing is ever taken out. What was taken back stands there with its counter-entry."),
            _("The board can be shown as it was at any moment. It says clearly that this is not now."),
        ),
        (("Ctrl+F", _("find a card, an item, a reason")),),
    )


def _loops() -> Topic:
    return Topic(
        "loops",
        _("Loops and items"),
        (
            _("A loop brings one item from a source to a consumer: so many pieces in a container, so many cards."),
            _("Before a change is done it is shown what it does: cards to issue, cards that leave at their next empty,"
              " papers that get old."),
            _("Cards in use take a change on when they next pass empty. No container is counted anew for it."),
            _("An item's parts list says what making it takes. Two loops with cards between them do the rest."),
        ),
    )  # fmt: skip


def _walk() -> Topic:
    return Topic(
        "walk",
        _("Card walk"),
        (
            _("Walk from place to place and scan or tick each card that hangs there. Nothing is booked by it."),
            _("The lists say what is missing, what belongs elsewhere, what is there twice and which paper is old."),
            _("Lost cards are replaced in one step with one reason, and their papers go to the print list."),
            _("A walk that was interrupted goes on where it was."),
        ),
    )


_Makers = tuple[Callable[[], Topic], ...]
_DAILY: _Makers = (_board, _station, _cards, _papers, _design, _history, _walk, _flow)
_OTHERS: _Makers = (_loops, _plant, _import, _first, everywhere)


def zone_lines() -> tuple[tuple[str, str], ...]:
    """What green, yellow and red ask for, by the zone's name."""
    return (
        ("green", _("Wait. Enough is there, or on order.")),
        ("yellow", _("Start when it suits the work. Enough is left until it is made.")),
        ("red", _("Start now. What is left may not last.")),
    )


def colour_lines() -> tuple[tuple[str, str], ...]:
    """What each colour means, by its token. Nothing is told by a colour alone."""
    return (
        ("stock", _("Grey: pieces that are there.")),
        ("order", _("Blue: on order. Asked for, being made, or on its way.")),
        ("ok", _("Green: it was done, or it is enough.")),
        ("warn_fill", _("Yellow: done, but look. Or something is missing.")),
        ("stop", _("Red: refused, late, none left, urgent.")),
        ("hold", _("Purple: on hold.")),
        ("accent", _("Blue of buttons and frames: it can be pressed, or is chosen. It is never a state.")),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the help that holds what was looked for. `key` is set where it is a key's line."""

    topic: Topic
    text: str
    key: str = ""


def search(text: str, among: tuple[Topic, ...]) -> list[Found]:
    """The lines that hold every word of a text, wherever they stand."""
    wanted = text.casefold().split()
    if not wanted:
        return []
    lines = [Found(topic, line) for topic in among for line in topic.lines]
    lines += [Found(topic, what, key) for topic in among for key, what in topic.keys]
    return [found for found in lines if all(word in _whole(found) for word in wanted)]


def _whole(found: Found) -> str:
    return f"{found.topic.title} {found.key} {found.text}".casefold()
