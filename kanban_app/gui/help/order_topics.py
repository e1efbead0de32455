"""The words of the help about customers' orders, promise dates, options, working time, purchases and till sales."""

from __future__ import annotations

from kanban_app.gui.help.topic import Topic
from kanban_app.i18n import _


def order_topics() -> tuple[Topic, ...]:
    """These topics in the language in use, from an order's first row to what is bought for it."""
    return (
        _orders(),
        _entry(),
        _customers(),
        _order_lists(),
        _policies(),
        _promises(),
        _options(),
        _calendars(),
        _purchases(),
        _tills(),
    )


def _orders() -> Topic:
    return Topic(
        "orders",
        _("Orders"),
        (
            _("Left are all lines of all orders, right the chosen one: its promise, where its pieces come from, and the"
              " blue button with its next step. Only what is late is red."),
            _("A draft moves nothing. Confirming orders the cards that it needs, or lets it wait for what the loops"
              " keep."),
            _("Changing and cancelling say first what they do. Cards that nobody has started leave by themselves. Of"
              " started work you say what becomes of it: finish to stock, use for another line, or scrap."),
            _("Ship proposes what stands ready; less can be shipped too. Backlog ships what the loops hold now to the"
              " lines that wait, the oldest wanted date first."),
            _("Take back undoes the last step of this screen. A shipment that has not left is taken back at its line."),
            _("A file dropped on the line is kept with the order as a link. The file stays where it is."),
        ),
        (
            ("Ctrl+N", _("type new orders")),
            ("Ctrl+F", _("find an order, an item, a customer")),
            ("Enter", _("from the list to the line's next step")),
            ("Ctrl+Z", _("take back the last step")),
            ("Esc", _("leave a form or a page, back to the list")),
        ),
    )  # fmt: skip


def _entry() -> Topic:
    return Topic(
        "entry",
        _("New orders"),
        (
            _("Type as in a spreadsheet, or paste rows from one. A new row is always there."),
            _("An empty customer is that of the row above. Rows of one customer below each other are one order."),
            _("A wanted day is written as 2027-01-31, as 31.1. for the next one, or as +5 for five days from now."),
            _("At the end of each row stands the day it can be promised for, or what is to be mended. Nothing is in the"
              " plant before you enter it; what is typed stays until then."),
            _("Where an item offers choices, they are chosen below the grid."),
        ),
        (
            ("Enter, Tab", _("to the next cell, at the end of a row to the row below")),
            ("Shift+Tab", _("to the cell before")),
            ("Ctrl+V", _("lay copied rows in from this cell on")),
            ("Delete", _("empty the cell")),
            ("Ctrl+Delete", _("take the row out")),
            ("Ctrl+Enter", _("enter and confirm")),
            ("Esc", _("back to the list; what is typed stays")),
        ),
    )  # fmt: skip


def _customers() -> Topic:
    return Topic(
        "customers",
        _("Customers"),
        (
            _("Whoever orders is kept here by name. A customer comes with the first order, or with New customer."),
            _("Choose one on the left and change it on the right. Nothing holds before you press Keep."),
            _("A new name goes into all orders of the customer. The address stands on papers as it is typed."),
            _("Show the orders goes back to the list, with this customer's lines only."),
        ),
        (
            ("Enter", _("in the field of the name: keep it")),
            ("Esc", _("back to the list")),
        ),
    )  # fmt: skip


def _order_lists() -> Topic:
    return Topic(
        "order_lists",
        _("Bring order lists"),
        (
            _("Drop CSV or Excel files with orders here, or choose them. They are read and checked first; nothing is in"
              " the plant before you enter them."),
            _("Each column is recognised by its heading. Where it is not, say once what it means; it is remembered for"
              " the next time."),
            _("Rows that don't fit are listed with row, column and reason. The good rows can be entered without them."),
            _("Items and stations must be in the plant before. Those that are not are named."),
            _("The lines become drafts, which move nothing until they are confirmed. A line that is in the plant"
              " already is not entered a second time."),
        ),
        (("Esc", _("stop reading, back to the list")),),
    )  # fmt: skip


def _policies() -> Topic:
    return Topic(
        "policies",
        _("To stock or to order"),
        (
            _("To stock: the order ships from the containers that stand ready. Those that are emptied by it are made"
              " again. What is not there waits for the loops."),
            _("To order: the order gets single-use cards of its own, also for parts that no loop holds. Parts that"
              " loops hold are taken when work starts."),
            _("Assemble to order: only the assembly waits for an order, and the choices say what goes in. All parts"
              " stand ready in loops."),
            _("Each item says it under Loops and items, on its page When it is made. Left as its loops say, it is to"
              " stock where a loop with cards brings it, else to order."),
            _("Lines that are confirmed keep what they were confirmed by."),
            _("The decoupling point is where stock ends and work for an order begins. It is moved on the flow map. What"
              " that does to loops, cards and waiting is shown first, and the move can be taken back."),
        ),
    )  # fmt: skip


def _promises() -> Topic:
    return Topic(
        "promises",
        _("Promise dates"),
        (
            _("A line's promise is the day by which all of it is there. It counts lead times, working time, the queues"
              " at the stations, what stands ready and what is on order already."),
            _("It is reckoned anew whenever the plant has moved on. Nothing is booked by asking for it."),
            _("Why this date shows the longest chain of steps to it. Every day saved there is a day earlier."),
            _("Show the card opens the card that holds it up. That is where to begin."),
            _("No date: nothing brings the item there, or no working time is left. The line says which."),
        ),
    )  # fmt: skip


def _options() -> Topic:
    return Topic(
        "options",
        _("Options"),
        (
            _("An item that is assembled to order offers groups of choices. Each row is one choice, or one more part or"
              " piece of work of it."),
            _("A choice can add a part, take the place of one, cost more, need minutes at a station, or not go with"
              " another one. A row without a group says what the item costs by itself."),
            _("At the right it is shown as an order asks for it, while you type: its short name, price and parts."),
            _("Nothing holds before you press Keep. A list that is brought takes the place of the choices that its"
              " items have."),
        ),
        (("Delete", _("empty the cell")),),
    )  # fmt: skip


def _calendars() -> Topic:
    return Topic(
        "calendars",
        _("Working time"),
        (
            _("When the plant works, and each station that has times of its own. Where nothing is said, work goes round"
              " the clock. Suppliers keep their own time."),
            _("Shifts are written as 06:00-14:00, 14:00-22:00, breaks the same way. A shift may end after midnight."),
            _("Public holidays come by country and region. Other days off and extra days are added below them, one day"
              " or several."),
            _("The next four weeks show what comes of it before you press Keep."),
            _("Promise dates count by it. A card's due time does not: it stays signal plus lead time."),
        ),
        (("Enter", _("in a day's fields: add it to the list")),),
    )  # fmt: skip


def _purchases() -> Topic:
    return Topic(
        "purchases",
        _("Purchases"),
        (
            _("Emptied cards of suppliers gather here, one row for each supplier. The blue button is the next step:"
              " make the order, send it, confirm it, and say that it has come."),
            _("Containers are received by their scans too. The order follows them."),
            _("When the supplier names a day, type it before you press It is confirmed. Left empty it is the wanted"
              " day."),
            _("An order can be printed or written as a mail. The mail is yours to send."),
            _("Terms say on which days a supplier delivers, in which amounts, and at which price. The next order goes"
              " by them."),
            _("Of a cancelled order, what has not come waits again."),
        ),
        (("Enter", _("in the field of the day: it is confirmed")),),
    )  # fmt: skip


def _tills() -> Topic:
    return Topic(
        "tills",
        _("Till sales"),
        (
            _("Drop a till's file here. It is read and tried first, and changes nothing before you book it."),
            _("Each sale takes its pieces out of the shop's containers, and an emptied one asks for more. A refund puts"
              " them back. A line that is in the books is never booked twice."),
            _("Where a column is not recognised, say once what it means. Rows that don't fit are listed, and the good"
              " ones can be booked without them."),
            _("Lines of codes that nobody knows wait. Say which item a code is, or that it is no goods; it is"
              " remembered, and the lines that waited are booked."),
            _("A watched folder books each file that a till writes into it, as long as the plant is open here. A file"
              " with bad rows is put into its folder trouble, with a text that says why."),
        ),
    )  # fmt: skip
