"""An order for what somebody chose, in a plant behind a window: entered, confirmed, and cancelled again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kanban_app.domain.orders import Policy
from kanban_app.operations.order_options import save_options
from kanban_app.operations.order_options_texts import read_option_file
from kanban_app.operations.orders_changing import cancel, confirm
from kanban_app.operations.orders_entering import NewLine, add_lines, set_policy
from tests.gui.plants import Factory

OFFER = """\
item,group,rule,choice,component,quantity
chair,seat,one,plain,,
chair,seat,one,padded,cushion,1
"""
NAME = "chair · padded"


def order_padded_chairs(factory: Factory, folder: Path) -> str:
    """Confirm an order for them; answers its number."""
    shop = factory.shop
    shop.board().result()  # the reader has seen the plant's structure
    chair = next(item.id for item in shop.structure.items.values() if item.code == "chair")
    file = folder / "options.csv"
    file.write_text(OFFER, encoding="utf-8")
    shop.write(lambda session: save_options(session, read_option_file(session.structure, file), "")).result()
    shop.write(set_policy, chair, Policy.ATO, "variants").result()
    entry = NewLine("Ada", chair, 2, date(2027, 1, 20), "9100", factory.station("shop 1"), choices=("seat=padded",))
    [line] = shop.write(add_lines, [entry], factory.clock()).result()
    shop.write(confirm, line.order_number, factory.clock()).result()
    return line.order_number


def cancel_them(factory: Factory, number: str) -> None:
    """Nobody has started, so all cards leave."""
    factory.shop.write(cancel, number, factory.clock()).result()
