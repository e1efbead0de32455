"""What the scanner test says, in plain words: what came, what is wrong with it, what to change."""

from __future__ import annotations

from kanban_app.domain.codes import spaced
from kanban_app.domain.scanner_check import TEST_CODE, KeySent, Sender, Terminator, Trait, Verdict
from kanban_app.i18n import _


def headline(verdict: Verdict) -> str:
    """The judgement in a few words."""
    if verdict.is_good:
        return _("This scanner works.")
    if verdict.sender is Sender.PERSON:
        return _("A person typed this.")
    if verdict.sender is Sender.SLOW_SCANNER:
        return _("Too slow for a scanner.")
    if not verdict.code:
        return _("A scanner, but no card's code.")
    return _("The code is right, but change this:")


def details(verdict: Verdict) -> list[str]:
    """What was understood, and a line for each thing to know or to change."""
    lines = [_("Understood: {code}").format(code=spaced(verdict.code))] if verdict.code else []
    gap = round(verdict.widest_gap_ms)
    if verdict.sender is Sender.PERSON:
        slow = _("Keys came {gap} ms apart. Scan a card, or the set-up card, with the scanner.")
        return [*lines, slow.format(gap=gap)]
    lines += [_trait(trait).format(gap=gap, code=spaced(TEST_CODE)) for trait in verdict.traits]
    return [*lines, _terminator(verdict.terminator)] if verdict.terminator is not Terminator.NONE else lines


def _trait(trait: Trait) -> str:
    return {
        Trait.NO_TERMINATOR: _(
            "Nothing ends the scan, so the program waits a moment for more. Set the scanner to send Enter (CR) after"
            " each code."
        ),
        Trait.AIM_PREFIX: _("It names the kind of symbol first (AIM identifier). The program takes that off."),
        Trait.OTHER_LAYOUT: _(
            "Scanner and computer have different keyboards. The program reads the keys instead of the letters; other"
            " programs can't. Set the scanner's country to this computer's keyboard."
        ),
        Trait.CAPS_LOCK: _("Caps Lock is on: letters arrive small. The program reads them all the same."),
        Trait.SMALL_LETTERS: _("Letters arrive small. The program reads them all the same."),
        Trait.ALT_CODES: _("It types Alt and numbers instead of letters. Turn off ALT mode in the scanner."),
        Trait.CONTROL_KEYS: _(
            "It sends key combinations with Ctrl. Turn off function key mapping and GS1 separators in the scanner."
        ),
        Trait.ADDED_TEXT: _("It adds letters before or after the code. Take off prefix and suffix in the scanner."),
        Trait.WRONG_CODE: _(
            "Letters are wrong or missing: the code does not add up. Scan {code} again; if it stays so, set a pause of"
            " 5 ms between characters, or the scanner's country."
        ),
        Trait.NO_CODE: _("What was scanned is no card. Scan the set-up card: {code}."),
        Trait.STUMBLES: _("Keys came up to {gap} ms apart. Set the pause between characters to 0 in the scanner."),
    }[trait]


def _terminator(terminator: Terminator) -> str:
    return {
        Terminator.NONE: "",
        Terminator.ENTER: _("It ends with Enter: right."),
        Terminator.TAB: _("It ends with Tab: works as well."),
        Terminator.LINE_FEED: _("It ends with a line feed: works as well."),
        Terminator.CR_LF: _("It ends with Enter and line feed: works as well."),
        Terminator.OTHER: _("It ends with several keys: works as well; one Enter is enough."),
    }[terminator]


def shown_text(key: KeySent) -> str:
    """What a key writes, visible also where it is nothing or a space."""
    if key.ends or not key.character:
        return ""
    return _("space") if key.character == " " else key.character


def shown_name(key: KeySent) -> str:
    """The key by its name; ends of a scan by what they are."""
    names = {"enter": _("Enter"), "tab": _("Tab"), "line feed": _("line feed")}
    return names.get(key.name, key.name)


def shown_modifiers(key: KeySent) -> str:
    """What was held down with it."""
    held = ((key.control, _("Ctrl")), (key.alt, _("Alt")), (key.shift, _("Shift")))
    return "+".join(name for is_held, name in held if is_held)
