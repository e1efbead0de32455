"""The texts on their way from the code through a translator to the screen."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from tests.architecture.sources import script

catalogues = script("catalogues")

CODE = """
from kanban_app.i18n import _, ngettext

def title(count):
    # Translators: above the board
    return _("Board") + ngettext("{count} card", "{count} cards", count)
"""

HEADER = """msgid ""
msgstr ""
"Language: sv\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "kanban_app" / "gui"
    folder.mkdir(parents=True)
    (folder / "board.py").write_text(CODE, encoding="utf-8")
    return tmp_path / "kanban_app"


@pytest.fixture
def swedish(tmp_path: Path) -> Path:
    po = tmp_path / "locale" / "sv" / "LC_MESSAGES" / "kanban_app.po"
    po.parent.mkdir(parents=True)
    po.write_text(HEADER + 'msgid "Board"\nmsgstr "Tavla"\n', encoding="utf-8")
    return po


def test_a_new_text_of_the_code_reaches_the_translator_and_old_translations_stay(
    package: Path, swedish: Path, tmp_path: Path
) -> None:
    written = catalogues.update_all(package, tmp_path / "locale")
    assert written == [tmp_path / "locale" / "kanban_app.pot", swedish]
    content = swedish.read_text(encoding="utf-8")
    assert 'msgid "Board"\nmsgstr "Tavla"' in content
    assert 'msgid_plural "{count} cards"' in content
    assert "#. Translators: above the board" in content
    assert "#: kanban_app/gui/board.py\n" in content


def test_the_same_texts_on_other_lines_change_no_file(package: Path, swedish: Path, tmp_path: Path) -> None:
    catalogues.update_all(package, tmp_path / "locale")
    (package / "gui" / "board.py").write_text("\n\n\n" + CODE, encoding="utf-8")
    assert catalogues.update_all(package, tmp_path / "locale") == []


def test_a_compiled_translation_is_what_gettext_answers(swedish: Path, tmp_path: Path) -> None:
    assert catalogues.compile_all(tmp_path / "locale") == [swedish.with_suffix(".mo")]
    translation = gettext.translation("kanban_app", str(tmp_path / "locale"), languages=["sv"])
    assert translation.gettext("Board") == "Tavla"


def test_a_translation_marked_as_doubtful_is_not_shown(swedish: Path, tmp_path: Path) -> None:
    swedish.write_text(HEADER + '#, fuzzy\nmsgid "Board"\nmsgstr "Bräda"\n', encoding="utf-8")
    catalogues.compile_all(tmp_path / "locale")
    translation = gettext.translation("kanban_app", str(tmp_path / "locale"), languages=["sv"])
    assert translation.gettext("Board") == "Board"


def test_only_what_is_newer_than_its_compiled_file_is_compiled_again(swedish: Path, tmp_path: Path) -> None:
    (compiled,) = catalogues.compile_all(tmp_path / "locale")
    assert catalogues.compile_all(tmp_path / "locale") == []
    later = compiled.stat().st_mtime + 10
    os.utime(swedish, (later, later))
    assert catalogues.compile_all(tmp_path / "locale") == [compiled]
