"""What a scanner really sends: judged key by key, for the person who sets it up. Pure; no clock, no keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kanban_app.domain import codes

# Stands on the set-up card. Its characters sit on other keys of a French keyboard and write others in capitals.
TEST_CODE = "147CXT" + codes.check_character("147CXT")


class Terminator(StrEnum):
    """What ended a scan."""

    NONE = "none"
    ENTER = "enter"
    TAB = "tab"
    LINE_FEED = "line_feed"
    CR_LF = "cr_lf"
    OTHER = "other"


class Sender(StrEnum):
    """Who typed: a scanner, a scanner too slow to be told from a person, or a person."""

    SCANNER = "scanner"
    SLOW_SCANNER = "slow_scanner"
    PERSON = "person"


class Trait(StrEnum):
    """What is worth saying about a scan; the program copes with all but those in `TO_CHANGE`."""

    NO_TERMINATOR = "no_terminator"
    AIM_PREFIX = "aim_prefix"
    OTHER_LAYOUT = "other_layout"
    CAPS_LOCK = "caps_lock"
    SMALL_LETTERS = "small_letters"
    ALT_CODES = "alt_codes"
    CONTROL_KEYS = "control_keys"
    ADDED_TEXT = "added_text"
    WRONG_CODE = "wrong_code"
    NO_CODE = "no_code"
    STUMBLES = "stumbles"


TO_CHANGE = frozenset(
    {
        Trait.NO_TERMINATOR,
        Trait.OTHER_LAYOUT,
        Trait.ALT_CODES,
        Trait.CONTROL_KEYS,
        Trait.ADDED_TEXT,
        Trait.WRONG_CODE,
        Trait.STUMBLES,
    }
)


@dataclass(frozen=True, slots=True)
class KeySent:
    """One key. `character` is what it writes here, `physical` what a US keyboard has on it ("" where not known).

    `name` is the key's own name. `gap_ms` is the time since the key before, None for the first.
    """

    character: str
    physical: str
    name: str
    scan_code: int
    gap_ms: float | None
    shift: bool = False
    control: bool = False
    alt: bool = False
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one burst of keys. `text` is what was written, `code` the card's code in it, "" without one."""

    sender: Sender
    terminator: Terminator
    text: str
    code: str
    traits: tuple[Trait, ...]
    widest_gap_ms: float

    @property
    def is_good(self) -> bool:
        """A scanner sent a code, and nothing need be changed."""
        return self.sender is Sender.SCANNER and bool(self.code) and not TO_CHANGE & set(self.traits)


@dataclass(frozen=True, slots=True)
class Speed:
    """What tells a scanner from a person: its first `key_count` keys follow within `hold_ms`, more in `stumble_ms`."""

    key_count: int
    hold_ms: float
    stumble_ms: float

    def is_scanner(self, gaps_ms: Sequence[float]) -> bool:
        """Whether these gaps between keys are a scanner's."""
        return all(gap <= self.hold_ms for gap in gaps_ms[: self.key_count - 1]) and all(
            gap <= self.stumble_ms for gap in gaps_ms
        )


def judge(keys: Sequence[KeySent], speed: Speed) -> Verdict:
    """Say what a burst of keys is."""
    sent = [key for key in keys if not key.ends]
    text = "".join(key.character for key in sent)
    by_key = "".join(key.physical for key in sent)
    code, other_layout = _code_in(text), False
    if not code and _code_in(by_key):
        code, other_layout = _code_in(by_key), True
    gaps = [key.gap_ms for key in sent if key.gap_ms is not None]
    widest = max(gaps, default=0.0)
    sender = Sender.SCANNER
    if not speed.is_scanner(gaps) or len(sent) < 2:
        sender = Sender.SLOW_SCANNER if code else Sender.PERSON
    traits = _traits(sent, text, code, other_layout=other_layout)
    terminator = terminator_of(keys)
    if terminator is Terminator.NONE:
        traits.insert(0, Trait.NO_TERMINATOR)
    if sender is Sender.SLOW_SCANNER:
        traits.insert(0, Trait.STUMBLES)
    return Verdict(sender, terminator, text, code, tuple(traits), widest)


def terminator_of(keys: Sequence[KeySent]) -> Terminator:
    """What stands after the last character."""
    ends: list[str] = []
    for key in reversed(keys):
        if not key.ends:
            break
        ends.insert(0, key.name)
    known = {
        (): Terminator.NONE,
        ("enter",): Terminator.ENTER,
        ("tab",): Terminator.TAB,
        ("line feed",): Terminator.LINE_FEED,
        ("enter", "line feed"): Terminator.CR_LF,
    }
    return known.get(tuple(ends), Terminator.OTHER)


def _code_in(text: str) -> str:
    try:
        return codes.parse(text)
    except codes.CodeError:
        return ""


def _traits(sent: Sequence[KeySent], text: str, code: str, *, other_layout: bool) -> list[Trait]:
    letters = [key for key in sent if key.character.isalpha()]
    small = bool(letters) and all(key.character.islower() for key in letters)
    found = (
        (any(key.alt and not key.control for key in sent), Trait.ALT_CODES),
        (any(key.control and not key.alt for key in sent), Trait.CONTROL_KEYS),
        (other_layout, Trait.OTHER_LAYOUT),
        (bool(code) and text[:1] == "]", Trait.AIM_PREFIX),
        (small and all(key.shift for key in letters), Trait.CAPS_LOCK),
        (small and not any(key.shift for key in letters), Trait.SMALL_LETTERS),
        (not code and TEST_CODE in text.upper(), Trait.ADDED_TEXT),
    )
    traits = [trait for present, trait in found if present]
    if not code and Trait.ADDED_TEXT not in traits:
        traits.append(_why_no_code(text))
    return traits


def _why_no_code(text: str) -> Trait:
    try:
        codes.parse(text)
    except codes.CodeError as problem:
        return Trait.NO_CODE if problem.foreign else Trait.WRONG_CODE
    return Trait.NO_CODE
