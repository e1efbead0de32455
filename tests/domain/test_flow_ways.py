"""What feeds a loop, which way an item goes, and where its stock ends."""

from __future__ import annotations

from kanban_app.domain.flow_ways import decoupling_of, feeders_of, pairs_of, stations_of, way_of
from kanban_app.domain.stations import StationKind
from tests.domain.plants import LoopPlan, Workshop, buys, makes, moves

BOM = {"chair": {"leg": 4, "cushion": 1}, "leg": {"beam": 1}, "varnished": {"chair": 1}}


def furniture(*, varnished: int = 2, chair: int = 2, leg: int = 2) -> Workshop:
    """beam -> saw -> bench -> store -> varnish -> store -> shop; a number of cards of zero: made when ordered."""
    return Workshop(
        buys("beam", to="saw"),
        buys("cushion", of="upholsterer", to="bench"),
        makes("leg", at="saw", to="bench", cards=leg),
        makes("chair", at="bench", to="store", cards=chair),
        moves("chair", out_of="store", to="varnish", cards=chair, name="chair to varnish"),
        makes("varnished", at="varnish", to="store", cards=varnished),
        moves("varnished", out_of="store", to="shop", cards=varnished, name="varnished to shop"),
        moves("chair", out_of="store", to="shop", cards=2, name="chair to shop"),
        bom=BOM,
    )


def item(plant: Workshop, code: str) -> int:
    return next(found.id for found in plant.structure.items.values() if found.code == code)


def names(plant: Workshop, loop_ids: frozenset[int]) -> set[str]:
    return {name for name, loop_id in plant.loop_ids.items() if loop_id in loop_ids}


def point(plant: Workshop, code: str) -> tuple[set[str], set[str], bool]:
    """(the stations where stock ends, the loops in which only orders go, whether all is kept in stock)."""
    found = decoupling_of(plant.structure, item(plant, code))
    stations = {plant.structure.stations[station_id].name for station_id in found.station_ids}
    return stations, names(plant, found.to_order), found.is_all_stock


def test_a_loop_is_fed_by_what_its_source_takes() -> None:
    plant = furniture()
    fed = {name: {loop.id for loop in feeders_of(plant.structure, plant.loop(name))} for name in plant.loop_ids}
    ids = plant.loop_ids
    assert fed["chair"] == {ids["leg"], ids["cushion"]}
    assert fed["chair to varnish"] == {ids["chair"]}
    assert fed["varnished to shop"] == {ids["varnished"]}
    assert fed["beam"] == set()


def test_the_way_of_an_item_goes_up_to_the_suppliers_and_nowhere_else() -> None:
    plant = furniture()
    way = way_of(plant.structure, item(plant, "varnished"))
    assert names(plant, way) == set(plant.loop_ids) - {"chair to shop"}
    leg = way_of(plant.structure, item(plant, "leg"))
    assert names(plant, leg) == {"leg", "beam"}
    stations = {plant.structure.stations[station_id].name for station_id in stations_of(plant.structure, leg)}
    assert stations == {"supplier", "saw", "bench"}


def test_a_serving_store_is_a_link_without_loops_where_something_is_taken_from_it() -> None:
    plant = Workshop(
        buys("beam", to="store"),
        buys("glue", of="other", to="bench"),
        makes("box", at="bench", to="shop"),
        bom={"box": {"beam": 1, "glue": 1}},
        served_from={"bench": "store", "shop": "store"},
    )
    ids = plant.station_ids
    assert pairs_of(plant.structure)[ids["store"], ids["bench"]] == ()
    assert (ids["store"], ids["shop"]) not in pairs_of(plant.structure)
    assert pairs_of(plant.structure)[ids["bench"], ids["shop"]] == (plant.loop_ids["box"],)
    assert names(plant, way_of(plant.structure, item(plant, "box"))) == {"beam", "glue", "box"}


def test_loops_between_the_same_stations_are_one_link() -> None:
    plant = furniture()
    ids = plant.station_ids
    assert pairs_of(plant.structure)[ids["store"], ids["shop"]] == (
        plant.loop_ids["varnished to shop"],
        plant.loop_ids["chair to shop"],
    )


def test_looped_up_to_the_shop_all_of_it_is_kept_in_stock() -> None:
    assert point(furniture(), "varnished") == ({"shop"}, set(), True)


def test_varnished_when_ordered_the_stock_ends_with_the_chairs_at_the_varnish() -> None:
    stations, to_order, is_all_stock = point(furniture(varnished=0), "varnished")
    assert stations == {"varnish"}
    assert to_order == {"varnished", "varnished to shop"}
    assert not is_all_stock


def test_assembled_when_ordered_the_stock_ends_with_the_parts_at_the_bench() -> None:
    plant = furniture(varnished=0, chair=0)
    stations, to_order, _all = point(plant, "varnished")
    assert stations == {"bench"}
    assert to_order == {"varnished", "varnished to shop", "chair", "chair to varnish"}


def test_the_point_may_stand_at_several_places() -> None:
    stations, to_order, _all = point(furniture(varnished=0, chair=0, leg=0), "varnished")
    assert stations == {"bench", "saw"}, "cushions at the bench, beams at the saw"
    assert "leg" in to_order


def test_a_second_source_without_cards_does_not_move_the_point() -> None:
    plant = Workshop(buys("beam", to="shop"), buys("beam", of="other", to="shop", cards=0, name="stands by"))
    assert point(plant, "beam") == ({"shop"}, set(), True)


def test_nothing_is_kept_of_what_no_loop_holds() -> None:
    plant = Workshop(makes("box", at="bench", to="shop", cards=0))
    found = decoupling_of(plant.structure, item(plant, "box"))
    assert found.station_ids == ()
    assert found.to_order == {plant.loop_ids["box"]}
    assert not found.is_all_stock


def test_an_item_that_goes_round_in_a_ring_has_a_way_and_a_point() -> None:
    ring = [
        LoopPlan("there", "box", "a", StationKind.STORE, "b", 0, 5),
        LoopPlan("back", "box", "b", StationKind.STORE, "a", 0, 5),
    ]
    plant = Workshop(*ring)
    assert names(plant, way_of(plant.structure, item(plant, "box"))) == {"there", "back"}
    assert decoupling_of(plant.structure, item(plant, "box")).station_ids == ()
