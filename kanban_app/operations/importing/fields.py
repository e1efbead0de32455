"""The tables that can be imported, their fields, and the headers by which each field is recognised.

Headers are English, Swedish, Norwegian and German; the first names of a field are its surest. Comparing
ignores case, spaces, underscores, punctuation and accents (see `recognising.plain`). Ours are the names
before the first line break.
"""

from __future__ import annotations

from dataclasses import dataclass

_ITEM = """item, item code, item number, item no, item id, article, article number, article no, part, part
    number, part no, product, product code, product number, sku, material, material number, stock code,
    artikel, artikelnummer, artikelnr, artikel nr, art nr, artnr, artikelkod, produkt, produktnummer, detalj,
    artikkel, artikkelnummer, artikkelnr, artikkel nr, vare, varenummer, varenr, produktnr, del, delenummer,
    materialnummer, materialnr, sachnummer, teil, teilenummer, teilenr, teile nr, produktnummer, komponent"""
_PLACE = """location, place, store, store name, warehouse, site, stock location, storage location, plant,
    plats, lagerplats, lager, lagerställe, förråd, butik, anläggning,
    lokasjon, lagersted, lagerplass, plass, butikk, sted,
    lagerort, ort, standort, lagerplatz, werk, filiale"""
_LEAD_DAYS = """lead time days, lead time, lead time in days, leadtime, days, replenishment lead time, transit
    days, delivery time, delivery days, ledtid, ledtid dagar, ledtid i dagar, leveranstid, leveranstid dagar,
    transporttid, ledetid, ledetid dager, leveringstid, leveringstid dager, transporttid dager, lieferzeit,
    lieferzeit tage, durchlaufzeit, durchlaufzeit tage, wiederbeschaffungszeit, vorlaufzeit, transportzeit,
    planlieferzeit, lieferzeit in tagen"""
_LEAD_HOURS = """lead time hours, lead time in hours, hours, ledtid timmar, ledetid timer, durchlaufzeit
    stunden, lieferzeit stunden"""
_LEAD_MINUTES = """lead time minutes, lead time in minutes, ledtid minuter, ledetid minutter, durchlaufzeit minuten"""
_MINIMUM = """minimum, minimum order, minimum order quantity, minimum quantity, min order, min order qty, min
    qty, moq, min, minsta order, minsta orderkvantitet, minsta kvantitet, minkvantitet, minsta antal, minimum
    antal, minste bestilling, minste antall, minimumsantall, minimum antall, minste ordre, minsteordre,
    mindestmenge, mindestbestellmenge, mindestlosgröße, mindestabnahme"""
_MULTIPLE = """multiple, order multiple, lot size, rounding value, pack size, quantity multiple, order
    increment, multipel, ordermultipel, förpackningsstorlek, partistorlek, avrundning, förpackning, multiplum,
    ordremultiplum, pakningsstørrelse, partistørrelse, pakning, vielfaches, bestellvielfaches, losgröße,
    rundungswert, verpackungseinheit, packungsgröße, gebindegröße"""
_PRIORITY = """priority, prio, rank, preference, prioritet, prioritering, rang, priorität"""
_CUSTOMER = """customer, customer name, customer no, customer id, client, buyer, kund, kundnamn, kundnummer,
    kundnr, kunde, kundenavn, kundenummer, kundenr, kundenname, kundennummer, auftraggeber"""
_CONTAINER = """container quantity, kanban quantity, quantity per container, pieces per container, container,
    box quantity, behållarantal, antal per behållare, kanbankvantitet, antal per låda, lådantal,
    beholderantall, antall per beholder, kanbanantall, antall per kasse, behältermenge, menge je behälter,
    kanbanmenge, stück je behälter, behälterinhalt"""
_QUANTITY = """quantity, qty, ordered quantity, order quantity, quantity ordered, pieces, amount, units,
    antal, kvantitet, mängd, orderantal, beställt antal,
    antall, kvantum, mengde, bestilt antall, ordreantall,
    menge, anzahl, stück, stückzahl, bestellmenge, auftragsmenge"""
_SUPPLIER = """supplier, supplier name, vendor, vendor name, leverantör, leverantörsnamn, leverandør,
    leverandørnavn, lieferant, lieferantenname, kreditor, kreditorenname"""
_WORKSTATION = """workstation, work station, work center, work centre, workcenter, resource, machine, cell,
    arbetsstation, arbetsplats, maskin, resurs, produktionsgrupp, planeringsgrupp, maskingrupp,
    arbeidsstasjon, arbeidsplass, ressurs, maskingruppe, produksjonsgruppe,
    arbeitsplatz, arbeitsstation, maschine, ressource, kostenstelle, maschinengruppe"""
_SOURCE = """source, from, from station, from location, from store, from warehouse, source station, supplied
    by, origin, från, från lager, från plats, från station, källa, avsändare, fra, fra lager, fra sted, fra
    stasjon, kilde, avsender, von, von lager, von lagerort, quelle, abgangsort, abgebender lagerort, von
    station"""
_DESTINATION = """to, to station, to location, to store, to warehouse, destination, consumer, consuming
    station, target, till, till lager, till plats, till station, förbrukare, mottagare, destination, til, til
    lager, til sted, til stasjon, forbruker, mottaker, destinasjon, nach, nach lager, nach lagerort, ziel,
    verbraucher, zielort, empfangender lagerort, nach station, an"""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a table: our name, whether a table is worth nothing without it, and its headers, surest
    first.
    """

    name: str
    headers: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be imported. `hints` are words of file and sheet names that point to it."""

    name: str
    fields: tuple[Field, ...]
    hints: tuple[str, ...]

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the fields it is worth nothing without."""
        return tuple(field.name for field in self.fields if field.required)

    @property
    def field_names(self) -> tuple[str, ...]:
        """Our names of all its fields."""
        return tuple(field.name for field in self.fields)


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(word.split()) for word in text.split(",")))


def _table(name: str, hints: str, required: dict[str, str], optional: dict[str, str]) -> Table:
    fields = [Field(field, (field, *_words(headers)), True) for field, headers in required.items()]
    fields += [Field(field, (field, *_words(headers))) for field, headers in optional.items()]
    return Table(name, tuple(fields), _words(hints))


_TABLES = (
    _table(
        "items",
        "items, item, articles, parts, products, materials, artiklar, artikel, produkter, artikler, varer, teile",
        {"item": f"{_ITEM}, code, name, kod, benämning, namn, kode, navn, betegnelse, bezeichnung, name"},
        {
            "description": """description, item description, item name, product name, text, name, beskrivning,
                benämning, artikelbenämning, namn, beskrivelse, betegnelse, varenavn, navn, bezeichnung,
                beschreibung, artikeltext, artikelbezeichnung, materialkurztext, materialbezeichnung""",
            "unit": """unit, uom, unit of measure, base unit, stock unit, enhet, lagerenhet, måttenhet,
                enhetskod, måleenhet, einheit, mengeneinheit, me, basismengeneinheit""",
            "decimals": "decimals, decimal places, decimaler, desimaler, nachkommastellen, dezimalstellen",
            "category": """category, item group, group, product group, type, item type, kategori,
                artikelgrupp, varugrupp, produktgrupp, varegruppe, produktgruppe, artikkelgruppe, kategorie,
                warengruppe, artikelgruppe, materialart""",
            "subcategory": """subcategory, sub category, subgroup, underkategori, undergrupp, undergruppe,
                unterkategorie, untergruppe""",
            "unit_cost": """unit cost, cost, price, unit price, standard cost, standard price, pris, kostnad,
                styckpris, enhetspris, självkostnad, standardpris, kostpris, stykkpris, kost, selvkost, preis,
                kosten, stückpreis, stückkosten, herstellkosten, standardpreis""",
            "picture": "picture, image, photo, bild, bilde, foto, bilddatei",
        },
    ),
    _table(
        "stations",
        "stations, station, places, locations, stationer, stasjoner, stationen, platser, steder, orte",
        {
            "station": f"""station, station name, name, stasjon, stationsnamn, stasjonsnavn, stationsname,
                namn, navn, {_WORKSTATION}, {_PLACE}""",
            "kind": "kind, station kind, type, station type, typ, slag, sort, art, stationstyp, stasjonstype",
        },
        {
            "location": _PLACE,
            "served_from": """served from, serving store, supply store, betjänas från, försörjs från, betjenes
                fra, forsynes fra, versorgt aus, versorgt von, versorgungslager""",
        },
    ),
    _table(
        "bom",
        "bom, bill of materials, structure, parts list, recipe, struktur, strukturlista, stycklista, stykkliste, "
        "resept, stückliste, struktur, rezept, produktstruktur",
        {
            "parent": """parent, parent item, assembly, made item, produced item, finished item, product, end
                item, huvudartikel, överordnad artikel, förälder, moder, moderartikel, sammansatt artikel,
                overordnet, overordnet artikkel, hovedartikkel, forelder, ferdigvare, übergeordnet,
                übergeordneter artikel, baugruppe, erzeugnis, elternteil, oberteil, kopfmaterial,
                fertigteil""",
            "component": f"""component, component item, child, child item, consumed item, ingredient, raw
                material, ingående artikel, komponent, ingående, underartikel, inngående artikkel,
                underartikkel, bestanddel, untergeordnet, komponente, einzelteil, unterteil, untergeordneter
                artikel, {_ITEM}""",
            "quantity_per": f"""quantity per, per parent, quantity per parent, per, usage, usage quantity, per
                unit, antal per, antal per styck, åtgång, kvantitet per, förbrukning, antall per, antall per
                stykk, forbruk, menge je, menge pro, menge je stück, bedarf, verbrauch, einsatzmenge,
                {_QUANTITY}""",
        },
        {},
    ),
    _table(
        "routing",
        "routing, routings, operations, operation, work plan, routes, operationer, beredning, operasjoner, ruting, "
        "arbeitsplan, arbeitsgänge, arbeitspläne",
        {"item": _ITEM, "workstation": _WORKSTATION},
        {
            "operation": """operation, operation name, step, operasjon, moment, operationsbeskrivning,
                arbeitsgang, vorgang""",
            "location": _PLACE,
            "minutes_per_unit": """minutes per unit, minutes per piece, run time minutes, run minutes, cycle
                time minutes, run time, minuter per styck, stycktid, stycktid minuter, minutter per stykk,
                stykktid, stykktid minutter, minuten je stück, stückzeit, stückzeit minuten,
                bearbeitungszeit""",
            "hours_per_unit": """hours per unit, hours per piece, run hours, timmar per styck, timer per
                stykk, stunden je stück""",
            "fixed_minutes": """fixed minutes, setup minutes, set up minutes, setup time, setup time minutes,
                set up time, setup, ställtid, ställtid minuter, fast tid, omstillingstid, oppstillingstid,
                rüstzeit, rüstzeit minuten, omstillingstid minutter""",
            "fixed_hours": "fixed hours, setup hours, ställtid timmar, omstillingstid timer, rüstzeit stunden",
            "minimum": _MINIMUM,
            "multiple": _MULTIPLE,
            "priority": _PRIORITY,
        },
    ),
    _table(
        "suppliers",
        "suppliers, supplier, vendors, purchasing, source list, leverantörer, leverandører, lieferanten, innkjøp, "
        "inköp, einkauf, infosätze",
        {"supplier": _SUPPLIER, "item": _ITEM},
        {
            "delivered_to": f"""delivered to, deliver to, delivery location, ship to, levereras till,
                leveransplats, leveres til, leveringssted, geliefert an, lieferort, anlieferort, {_PLACE}""",
            "lead_time_days": _LEAD_DAYS,
            "lead_time_hours": _LEAD_HOURS,
            "lead_time_minutes": _LEAD_MINUTES,
            "minimum_order": _MINIMUM,
            "order_multiple": _MULTIPLE,
            "priority": _PRIORITY,
        },
    ),
    _table(
        "transfers",
        "transfers, transfer, transports, distribution, replenishment, flyttningar, förflyttningar, transporter, "
        "overføringer, flyttinger, umlagerungen, umlagerung, transporte",
        {"item": _ITEM, "from": _SOURCE, "to": _DESTINATION},
        {
            "lead_time_days": _LEAD_DAYS,
            "lead_time_hours": _LEAD_HOURS,
            "lead_time_minutes": _LEAD_MINUTES,
            "minimum": _MINIMUM,
            "multiple": _MULTIPLE,
            "priority": _PRIORITY,
        },
    ),
    _table(
        "stock",
        "stock, inventory, on hand, balance, lagersaldo, saldo, saldon, beholdning, lagerbeholdning, bestand, "
        "bestände, lagerbestand, inventar",
        {
            "item": _ITEM,
            "location": f"{_PLACE}, station, stasjon",
            "on_hand": f"""on hand, onhand, stock, stock on hand, in stock, balance, available, quantity on
                hand, i lager, saldo, lagersaldo, disponibelt, på lager, beholdning, lagerbeholdning, bestand,
                lagerbestand, verfügbar, {_QUANTITY}""",
        },
        {},
    ),
    _table(
        "orders",
        "orders, order, sales, order lines, demand, customer orders, ordrar, order, orderrader, försäljning, "
        "kundorder, ordrer, ordre, ordrelinjer, salg, kundeordre, aufträge, auftrag, bestellungen, "
        "verkäufe, kundenaufträge",
        {
            "item": _ITEM,
            "due": """due, due date, wanted, wanted date, delivery date, requested date, date, ship date,
                order date, required date, önskat datum, leveransdatum, datum, önskad leverans, förfallodatum,
                orderdatum, ønsket dato, leveringsdato, dato, forfallsdato, ordredato, ønsket levering,
                liefertermin, wunschtermin, lieferdatum, datum, termin, fälligkeitsdatum, auftragsdatum,
                fällig""",
            "quantity": _QUANTITY,
        },
        {
            "order": """order, order number, order no, order id, sales order, document, invoice, invoice no,
                ordernummer, ordernr, order nr, kundorder, fakturanummer, ordre, ordrenummer, ordrenr, ordre
                nr, auftrag, auftragsnummer, auftragsnr, bestellung, bestellnummer, bestellnr, belegnummer,
                kundenauftrag""",
            "line": """line, line number, line no, order line, position, pos, rad, radnummer, orderrad, linje,
                linjenummer, ordrelinje, positionsnummer, auftragsposition, zeile""",
            "customer": _CUSTOMER,
            "deliver_from": f"""deliver from, delivered from, ship from, shipped from, sold at, levereras
                från, skickas från, säljs i, leveres fra, sendes fra, selges i, geliefert aus, versand ab,
                verkauft in, versandort, {_PLACE}""",
            "price": """price, unit price, price each, price of one, sales price, selling price, net price,
                pris, styckpris, à pris, enhetspris, försäljningspris, utpris, nettopris, stykkpris, salgspris,
                preis, einzelpreis, stückpreis, verkaufspreis, nettopreis""",
            "note": """note, notes, comment, comments, remark, remarks, message, instructions, anteckning,
                notering, kommentar, anmärkning, meddelande, merknad, notat, melding, beskjed, notiz,
                bemerkung, anmerkung, hinweis""",
            "reference": """reference, customer reference, customer ref, your reference, your ref, ref, customer
                order, customer order no, customer order number, customer po, po number, po, märkning, referens,
                er referens, kundreferens, kundens referens, kundens ordernummer, merking, referanse, deres
                referanse, deres ref, kundereferanse, kundens referanse, kundens ordrenummer, referenz, ihre
                referenz, ihr zeichen, kundenreferenz""",
            "options": """options, option, choices, chosen options, configuration, tillval, valda tillval, val,
                konfiguration, tilvalg, valg, valgte tilvalg, konfigurasjon, optionen, auswahl, ausstattung,
                konfiguration""",
            "configured_item": """configured item, item as chosen, konfigurerad artikel, artikel enligt val,
                konfigurert artikkel, artikkel etter valg, konfigurierter artikel""",
            "status": "status, state, order status, orderstatus, läge, tillstånd, ordrestatus, zustand, auftragsstatus",
            "priority": _PRIORITY,
        },
    ),
    _table(
        "loops",
        "loops, loop, kanban loops, control cycles, slingor, kanbanslingor, sløyfer, kanbansløyfer, regelkreise, "
        "kanbankreise",
        {
            "item": _ITEM,
            "source": _SOURCE,
            "consumer": _DESTINATION,
            "container_quantity": f"{_CONTAINER}, {_QUANTITY}",
        },
        {
            "kind": "kind, loop kind, type, slag, typ, art",
            "card_count": """card count, cards, number of cards, kanbans, number of kanbans, antal kort, kort,
                antall kort, anzahl karten, karten, kartenanzahl""",
            "lot_cards": "lot cards, lot, cards per lot, sats, kort per sats, parti, kort per parti, los",
            "safety_cards": "safety cards, safety, säkerhetskort, sikkerhetskort, sicherheitskarten",
            "lead_time_days": _LEAD_DAYS,
            "lead_time_hours": _LEAD_HOURS,
            "lead_time_minutes": _LEAD_MINUTES,
            "suspended": "suspended, paused, pausad, satt på pause, pause, ausgesetzt, pausiert",
            "scan_only": "scan only, endast skanning, bare skanning, nur scannen",
            "priority": _PRIORITY,
            "share": "share, andel, anteil",
            "print_rule": "print rule, print, printing, utskrift, druck, druckregel",
            "container_type": "container type, box type, behållartyp, lådtyp, beholdertype, kassetype, behältertyp",
            "source_location": "source location, från hyllplats, fra hylleplass, abholplatz",
            "consumer_location": "consumer location, till hyllplats, til hylleplass, abstellplatz",
            "in_use": "in use, step in use, i bruk, i användning, in gebrauch",
            "in_process": "in process, step in process, under arbete, under arbeid, in arbeit",
            "in_transit": "in transit, step in transit, på väg, underveis, unterwegs",
            "over_tolerance_percent": "over tolerance percent, over tolerance, övertolerans, overtoleranse",
            "under_tolerance_percent": "under tolerance percent, under tolerance, undertolerans, undertoleranse",
            "rest_on_order": "rest on order, rest beställd, rest i bestilling, rest bleibt bestellt",
        },
    ),
)

TABLES = {table.name: table for table in _TABLES}
"""All tables by name, in the order in which they are read: what names things comes before what uses the
names.
"""

READING_ORDER = ("items", "stations", "suppliers", "routing", "bom", "transfers", "stock", "loops", "orders")

IGNORED = "ignore"
"""The table name of a mapping entry that says: this is not for us."""
