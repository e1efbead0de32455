"""Words in cells that stand for one of a few things: kinds of stations, states of orders, units, yes and no."""

from __future__ import annotations

from kanban_app.domain.loops import PrintRule, Step
from kanban_app.domain.stations import StationKind
from kanban_app.operations.importing.header_text import spellings


def _known(**words: str) -> dict[str, str]:
    return {spelling: name for name, text in words.items() for word in text.split(",") for spelling in spellings(word)}


STATION_KINDS = {
    word: StationKind(name)
    for word, name in _known(
        workstation="workstation, work station, work center, work centre, machine, cell, resource, production, "
        "arbetsstation, maskin, produktion, arbeidsstasjon, produksjon, arbeitsplatz, arbeitsstation, maschine",
        store="store, supermarket, warehouse, shop, stock, buffer, location, lager, butik, förråd, supermarked, "
        "butikk, lagerort, laden, filiale, puffer",
        supplier="supplier, vendor, leverantör, leverandør, lieferant, kreditor",
    ).items()
}

LOOP_KINDS = {
    word: StationKind(name)
    for word, name in _known(
        workstation="production, production kanban, tillverkning, produktion, produksjon, fertigung",
        store="withdrawal, transport, move, uttag, flytt, uttak, entnahme",
        supplier="supplier, purchase, supplier kanban, leverantör, leverandør, lieferant, inköp, innkjøp, einkauf",
    ).items()
}
"""The kind of the station at a loop's source, by the word for the kind of loop."""

ORDER_STATES = _known(
    open="open, confirmed, new, released, planned, pending, in progress, "
    "öppen, öppet, bekräftad, ny, pågående, åpen, "
    "åpent, bekreftet, pågår, offen, bestätigt, neu, freigegeben, in arbeit, o",
    closed="closed, done, shipped, delivered, invoiced, complete, completed, finished, stängd, avslutad, levererad, "
    "fakturerad, klar, lukket, levert, fakturert, ferdig, avsluttet, geschlossen, geliefert, erledigt, abgeschlossen, "
    "fertig, fakturiert, c",
    cancelled="cancelled, canceled, cancel, void, annullerad, avbeställd, makulerad, avbruten, struken, annullert, "
    "avbestilt, kansellert, slettet, storniert, annulliert, abbestellt",
)

FLAGS = {
    word: name == "yes"
    for word, name in _known(
        yes="yes, y, true, 1, x, ja, j, sann, wahr, sant", no="no, n, false, 0, nej, nei, nein, falsk, falsch, usann"
    ).items()
}

PRINT_RULES = {rule.value: rule for rule in PrintRule}

STEPS = {step.value: step for step in Step}

NONE = "-"
"""Says in a table of stations that there is none, where an empty cell leaves it to us to find one."""

_UNITS = {
    "pcs": "pcs, pc, piece, pieces, ea, each, st, styck, stk, stykk, stück, stueck, unit, units, nos, pce, h87",
    "set": "set, sats, sett, satz",
    "pair": "pair, pairs, par, paar, pr",
    "kg": "kg, kilo, kilogram, kilogramm, kgm",
    "g": "g, gram, gramm, grm",
    "t": "t, ton, tonne, tonnes, tonn, tne",
    "m": "m, meter, metre, metres, meters, mtr",
    "cm": "cm, centimeter, centimetre",
    "mm": "mm, millimeter, millimetre",
    "m2": "m2, m², sqm, kvm, qm, square metre, mtk",
    "m3": "m3, m³, cbm, kbm, cubic metre, mtq",
    "l": "l, liter, litre, ltr, litres",
    "ml": "ml, milliliter, millilitre",
}
UNITS = {word: unit for unit, text in _UNITS.items() for part in text.split(",") for word in spellings(part)}
UNIT_DECIMALS = {"kg": 3, "t": 3, "m": 3, "cm": 1, "m2": 3, "m3": 3, "l": 3}
"""Decimals of the units that are measured; what is not here is counted whole."""
