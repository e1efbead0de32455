"""The tree of a line adds up: every card is told whole once, with its share for each card or line that it is for."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kanban_app.domain.draft import BomLineDraft, ItemDraft, LoopDraft, PlantDraft, StationDraft
from kanban_app.domain.first_fill import Start
from kanban_app.domain.items import exploded
from kanban_app.domain.stations import StationKind
from kanban_app.operations.drafts import book_draft
from kanban_app.operations.orders_changing import confirm
from kanban_app.operations.orders_entering import NewLine, add_lines
from kanban_app.operations.orders_pegs import PegNode, read_peg_tree
from kanban_app.operations.orders_reading import lines_of
from kanban_app.operations.orders_telling import peg_json, peg_lines
from kanban_app.operations.session import Session
from tests.clock import Clock
from tests.databases import Databases, fast_folder, sqlite_files

WANTED = date(2026, 3, 20)
Layer = Sequence[tuple[int, Sequence[int]]]
"""The items of one layer: (container quantity, how many of each item of the layer below go into one)."""


def plant_of(layers: Sequence[Layer]) -> PlantDraft:
    """A product in layer 0; each layer is made at a station of its own for the one above, loops keep what is bought."""
    suppliers = (StationDraft("supplier", StationKind.SUPPLIER), StationDraft("shop", StationKind.STORE))
    benches = tuple(StationDraft(f"bench {depth}", StationKind.WORKSTATION) for depth in range(len(layers)))
    items, bom, loops = [ItemDraft("tube")], [], []
    for depth, layer in enumerate(layers):
        for place, (container, below) in enumerate(layer):
            code = f"{depth}.{place}"
            items.append(ItemDraft(code))
            loops.append(LoopDraft(code, f"bench {depth}", f"bench {depth - 1}" if depth else "shop", container, 0))
            is_last = depth == len(layers) - 1
            parts = ["tube"] if is_last else [f"{depth + 1}.{part}" for part in range(len(layers[depth + 1]))]
            used = zip(parts, below, strict=False)
            bom += [BomLineDraft(code, part, Fraction(amount)) for part, amount in used if amount]
    loops.append(LoopDraft("tube", "supplier", f"bench {len(layers) - 1}", 100, 2))
    return PlantDraft(stations=(*suppliers, *benches), items=tuple(items), bom=tuple(bom), loops=tuple(loops))


def tree_of(session: Session, clock: Clock, plant: PlantDraft, quantity: int) -> tuple[PegNode, ...]:
    book_draft(session, plant, Start.FULL, clock())
    product = next(item.id for item in session.structure.items.values() if item.code == "0.0")
    [line] = add_lines(session, [NewLine("Ada", product, quantity, WANTED)], clock.tick(minutes=1))
    confirm(session, line.order_number, clock.tick(minutes=1))
    return read_peg_tree(session, lines_of(session, line.order_number)[0])


def every(nodes: Iterable[PegNode]) -> Iterator[PegNode]:
    for node in nodes:
        yield node
        yield from every(node.children)


def check_sums(session: Session, tree: tuple[PegNode, ...], quantity: int) -> None:
    structure = session.structure
    nodes = list(every(tree))
    shares: Counter[int] = Counter()
    brought: Counter[int] = Counter()
    kept: Counter[int] = Counter()
    for node in nodes:
        item_id = structure.loops[node.card.loop_id].item_id
        shares[item_id] += node.pieces
        if not node.shown_above:
            brought[item_id] += node.quantity
        for held_id, _place, steps in node.held:
            kept[held_id] += steps
    product = next(item.id for item in structure.items.values() if item.code == "0.0")
    needed = {
        item: int(steps) for item, steps in exploded({product: Fraction(quantity)}, structure.bom).items() if steps
    }
    assert shares | kept == needed
    assert brought | kept == needed, "no container is larger than what is asked for"
    told = [node.card.id for node in nodes if not node.shown_above]
    assert len(told) == len(set(told)), "a card is told whole once"
    assert {node.card.id for node in nodes} == set(told)


def test_a_frame_that_four_bikes_share_is_told_once(databases: Databases, clock: Clock) -> None:
    session = databases.session()
    plant = plant_of([[(1, [1])], [(4, [3])]])
    tree = tree_of(session, clock, plant, 4)
    check_sums(session, tree, 4)
    frames = [child for bike in tree for child in bike.children]
    assert [(frame.pieces, frame.quantity, frame.shown_above) for frame in frames] == [
        (1, 4, False),
        *[(1, 4, True)] * 3,
    ]
    assert [[steps for _, _, steps in frame.held] for frame in frames] == [[12], [], [], []]
    told = [peg_json(bike, session.structure)["children"][0] for bike in tree]
    assert [[held["quantity"] for held in frame["from_loops"]] for frame in told] == [[12], [], [], []]
    lines = peg_lines(tree, session.structure)
    assert sum("12 tube" in line for line in lines) == 1
    assert sum("see above" in line for line in lines) == 3


SIZES, AMOUNTS = st.integers(1, 12), st.integers(0, 3)


@st.composite
def layered(draw: st.DrawFn) -> list[Layer]:
    widths = [1, *draw(st.lists(st.integers(1, 3), max_size=3))]
    layers: list[Layer] = []
    for width, below in zip(widths, [*widths[1:], 1], strict=True):
        layers.append([(draw(SIZES), draw(st.lists(AMOUNTS, min_size=below, max_size=below))) for _ in range(width)])
    return layers


@settings(max_examples=40)
@given(layers=layered(), quantity=st.integers(1, 30))
def test_the_tree_adds_up_to_the_parts_list(layers: list[Layer], quantity: int) -> None:
    with tempfile.TemporaryDirectory(dir=fast_folder()) as folder, sqlite_files(Path(folder)) as files:
        session = files.session()
        check_sums(session, tree_of(session, Clock(), plant_of(layers), quantity), quantity)
