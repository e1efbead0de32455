"""Designs as files: JSON in, JSON out. A text in it is data: it names no file and no address, and runs nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, cast

from kanban_app.i18n import _
from kanban_app.printing.design_values import DesignProblem, Reader, many, mapping, number, only, words
from kanban_app.printing.elements import KINDS, Design, Element, Label, Text, TextPart, When
from kanban_app.printing.said import FIELDS, LABELS

_LONGEST_FILE = 400_000
_MOST_ELEMENTS = 200
_MOST_RULES = 40
_DESIGN = {"name": words, "width_mm": number(20, 1000), "height_mm": number(15, 1000)}


def load(text: str) -> Design:
    """The design that this file's text describes. Raises DesignProblem with one sentence that names the place."""
    if len(text) > _LONGEST_FILE:
        raise DesignProblem(_("The file is too long for a design."))
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as unreadable:
        line = getattr(unreadable, "lineno", 1)
        raise DesignProblem(_("Line {line} is not written as a design file is.").format(line=line)) from None
    given = mapping(given, _("design"))
    only(given, {*_DESIGN, "elements"}, _("design"))
    facts = {name: read(_given(given, name, _("design")), f"{_('design')}: {name}") for name, read in _DESIGN.items()}
    entries = _given(given, "elements", _("design"))
    if not isinstance(entries, list) or not 1 <= len(entries) <= _MOST_ELEMENTS:
        raise DesignProblem(_("A design has a list of 1 to {most} elements.").format(most=_MOST_ELEMENTS))
    elements = tuple(_element(entry, at) for at, entry in enumerate(entries, start=1))
    return Design(**facts, elements=elements)


def dump(design: Design) -> str:
    """The design as the text of a file: `load(dump(design)) == design`."""
    elements = [{"kind": element.kind, **_written(element)} for element in design.elements]
    facts = {"name": design.name, "width_mm": _plain(design.width_mm), "height_mm": _plain(design.height_mm)}
    lines = [f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}," for name, value in facts.items()]
    listed = ",\n".join(f"    {json.dumps(element, ensure_ascii=False)}" for element in elements)
    return "{\n" + "\n".join(lines) + '\n  "elements": [\n' + listed + "\n  ]\n}\n"


def changed(element: Element, change: Mapping[str, Any]) -> Element:
    """The element with these values in place of its own, as in a file. Raises DesignProblem."""
    whole = {**_written(element), **change}
    return _read_element(type(element), whole, _("the changed element"))


def _element(given: Any, at: int) -> Element:
    """The element at this place of the list, counted from 1."""
    name = given.get("name", "") if isinstance(given, dict) else ""
    place = _("element {number} “{name}”").format(number=at, name=str(name)[:40])
    given = dict(mapping(given, place))
    kind = given.pop("kind", None)
    if not isinstance(kind, str) or kind not in KINDS:
        raise DesignProblem(_("{place}: kind is none of: {names}.").format(place=place, names=", ".join(sorted(KINDS))))
    element = _read_element(KINDS[kind], given, place)
    for rule in element.when:
        if rule.change:
            _read_element(KINDS[kind], {**given, **thawed(rule.change)}, f"{place}: {_('when … set')}")
    return element


def _read_element(kind: type[Element], given: Mapping[str, Any], place: str) -> Element:
    only(given, {each.name for each in fields(kind)}, place)
    facts = _facts(kind, given, place)
    if "when" in given:
        facts["when"] = many(_when, 0, _MOST_RULES)(given["when"], f"{place}: {_('rule')}")
    if kind is Text:
        facts["parts"] = many(_part, 1, 12)(_given(given, "parts", place), f"{place}: {_('text')}")
    element = kind(**facts)
    if isinstance(element, Label):
        _known(element.word, LABELS, place)
    return element


def _part(given: Any, place: str) -> TextPart:
    given = mapping(given, place)
    only(given, {each.name for each in fields(TextPart)}, place)
    part = TextPart(**_facts(TextPart, given, place))
    _known(part.field, FIELDS, place)
    return part


def _when(given: Any, place: str) -> When:
    given = mapping(given, place)
    only(given, {"if", "show", "set"}, place)
    condition = mapping(given.get("if", {}), place)
    only(condition, {each.name for each in fields(When)} - {"show", "change"}, place)
    facts = _facts(When, {**condition, **({"show": given["show"]} if "show" in given else {})}, place)
    for name in facts.get("empty", ()):
        _known(name, FIELDS, place)
    change = mapping(given.get("set", {}), place)
    if "when" in change:
        raise DesignProblem(_("{place}: a rule cannot change rules.").format(place=place))
    return When(**facts, change=tuple((name, _frozen(value)) for name, value in change.items()))


def _facts(kind: type[Any], given: Mapping[str, Any], place: str) -> dict[str, Any]:
    """The values of all fields of this kind that carry a reader and are given. Raises for one that has to be."""
    facts = {}
    for each in fields(kind):
        read = cast("Reader | None", each.metadata.get("read"))
        if read is None:
            continue
        if each.name in given:
            facts[each.name] = read(given[each.name], f"{place}: {each.name}")
        elif each.default is MISSING:
            _given(given, each.name, place)
    return facts


def _given(given: Mapping[str, Any], name: str, place: str) -> Any:
    if name not in given:
        raise DesignProblem(_("{place}: {name} is missing.").format(place=place, name=name))
    return given[name]


def _known(name: str, names: Mapping[str, Any], place: str) -> None:
    if name and name not in names:
        raise DesignProblem(
            _("{place}: there is no field “{name}”; there are: {names}.").format(
                place=place, name=name[:40], names=", ".join(names)
            )
        )


def _written(value: Any) -> dict[str, Any]:
    """The values that differ from their defaults, as JSON has them."""
    written = {}
    for each in fields(value):
        found = getattr(value, each.name)
        if each.name == "when":
            if found:
                written["when"] = [_rule(rule) for rule in found]
        elif each.name == "parts":
            written["parts"] = [_written(part) for part in found]
        elif each.name != "change" and (each.default is MISSING or found != each.default):
            written[each.name] = _plain(found)
    return written


def _rule(rule: When) -> dict[str, Any]:
    condition = _written(rule)
    show = {"show": condition.pop("show")} if "show" in condition else {}
    change = {"set": thawed(rule.change)} if rule.change else {}
    return {"if": condition, **show, **change}


def thawed(change: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    """The changes of a rule as a file has them."""
    return {name: _unfrozen(value) for name, value in change}


def _plain(value: Any) -> Any:
    """Tuples as lists, whole numbers without a point."""
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


class _Named(tuple[tuple[str, Any], ...]):
    """A JSON object inside a rule's change, so that a design stays a value that can be compared and hashed."""

    __slots__ = ()


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return _Named((name, _frozen(entry)) for name, entry in value.items())
    if isinstance(value, list):
        return tuple(_frozen(entry) for entry in value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _unfrozen(value: Any) -> Any:
    if isinstance(value, _Named):
        return {name: _unfrozen(entry) for name, entry in value}
    if isinstance(value, tuple):
        return [_unfrozen(entry) for entry in value]
    return _plain(value)
