"""Every language says everything, with every placeholder where the English text has one."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from kanban_app.gui import languages
from kanban_app.i18n import LANGUAGES
from tests.architecture.sources import ROOT, script

catalogues = script("catalogues")
TRANSLATED = sorted(set(LANGUAGES) - {"en"})
_PLACEHOLDER = re.compile(r"\{[^}]*\}")
_KEY = re.compile(r"\b(?:F\d+|Ctrl\+\S+|Alt\+\S+)\b")


@pytest.fixture(scope="module")
def texts() -> Catalog:
    return catalogues.extract(ROOT / "kanban_app")


def catalogue(code: str) -> Catalog:
    path = ROOT / "resources" / "locale" / code / "LC_MESSAGES" / "kanban_app.po"
    with path.open("rb") as file:
        return read_po(file, locale=code)


def identity(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def pairs(message: Message) -> list[tuple[str, str]]:
    """English and translation; the singular of a plural may leave its count out."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return [(message.id[1], form) for form in message.string]


def edges(text: str) -> tuple[bool, bool]:
    """Whether it begins and ends with a space."""
    return text[:1].isspace(), text[-1:].isspace()


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_text_of_the_program_is_translated(code: str, texts: Catalog) -> None:
    known = {identity(message): message for message in catalogue(code) if message.id}
    missing = [
        identity(message)
        for message in texts
        if message.id
        and (identity(message) not in known or not all(translated for _, translated in pairs(known[identity(message)])))
    ]
    assert missing == [], "make messages, then translate these"
    assert not [identity(message) for message in known.values() if message.fuzzy]


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_translation_breaks_a_placeholder_a_key_or_a_space(code: str) -> None:
    wrong = []
    for message in catalogue(code):
        if not message.id:
            continue
        for place, (english, translated) in enumerate(pairs(message)):
            wanted, found = Counter(_PLACEHOLDER.findall(english)), Counter(_PLACEHOLDER.findall(translated))
            singular = not isinstance(message.id, str) and place == 0
            broken = bool(found - wanted) if singular else wanted != found
            keys = Counter(_KEY.findall(english)) != Counter(_KEY.findall(translated))
            ends = (english[:1].isspace(), english[-1:].isspace()) != (
                translated[:1].isspace(),
                translated[-1:].isspace(),
            )
            if broken or keys or ends:
                wrong.append((english, translated))
    assert wrong == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_sentence_was_left_in_english(code: str) -> None:
    """Single words and names may be the same in both; a sentence never is."""
    same = [
        english
        for message in catalogue(code)
        if message.id
        for english, translated in pairs(message)
        if english == translated and len(re.findall(r"[a-z]{3,}", _PLACEHOLDER.sub("", english))) > 3
    ]
    assert same == []


def test_the_template_lists_the_texts_of_the_code(texts: Catalog) -> None:
    kept = (ROOT / "resources" / "locale" / "kanban_app.pot").read_bytes()
    assert kept == catalogues.template_bytes(texts), "make messages"


def test_the_program_offers_what_it_speaks() -> None:
    assert set(languages.spoken()) == set(LANGUAGES)
