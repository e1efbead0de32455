"""User text is data: whatever it says, nothing is opened, fetched, run or formatted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# In a process of its own, because an audit hook stays for good.
WATCHED = """
import sys
sys.path.insert(0, sys.argv[1])
secret, way, drawn = sys.argv[2], sys.argv[3], 0
from dataclasses import replace
from kanban_app.domain.paper import SingleUse
from kanban_app.printing.problems import TextDoesNotFit
from kanban_app.printing.render import render
from tests.printing.paper_cards import EVERY_LOOK, card, pictures

PAYLOADS = (
    f'<img src="{secret}" width="1" height="1"/>',
    f"<img src='file://{secret}'/>",
    '<img src="http://127.0.0.1:9/x.png"/>',
    '<font color="[[[open(chr(47))]]]">x</font>',
    '<para><a href="http://127.0.0.1:9/">x</a></para>',
    f"{secret}", f"../../../..{secret}", f"{secret}\\\\x", "$(touch /tmp/x)", "`id`", "; rm -rf x", "|cat", "%n%s%x",
    "{0.__class__}", "{card}", "%(plant)s", "__import__('os').system('id')", "=cmd|' /C calc'!A0",
    "'; DROP TABLE card; --", "(unbalanced", ") Tj ET Q", "\\\\) Tj /XObject Do (", ">> endobj", "endstream",
    "<script>alert(1)</script>", "javascript:alert(1)", "&xxe;", '<!ENTITY x SYSTEM "file:///x">',
)
FIELDS = (
    "item_code", "item_description", "picture", "source_name", "source_location", "consumer_name",
    "consumer_location", "unit", "container_type", "plant_name",
)
render(list(EVERY_LOOK.values()), "a6", pictures)  # fonts and modules are read now
seen = []
sys.addaudithook(lambda event, arguments: seen.append((event, arguments)))

def paragraph(payload):
    from reportlab.platypus import Paragraph
    from reportlab.pdfgen.canvas import Canvas
    import io
    Paragraph(payload).wrapOn(Canvas(io.BytesIO()), 400, 400)

for payload in PAYLOADS:
    if way == "paragraph":
        try:
            paragraph(payload)
        except Exception:
            pass
        continue
    for field in FIELDS:
        try:
            render([card(inputs=(), **{field: payload})], "a6", pictures)
            drawn += 1
        except TextDoesNotFit:
            pass
    render([card(single_use=SingleUse(payload[:20], payload[:20], None))], "a6")
wanted = ("open", "socket.", "subprocess.", "os.", "exec", "compile", "urllib.", "import")
for event, arguments in seen:
    if event.startswith(wanted):
        print("effect", event, str(arguments[0])[:200])
print("drawn", drawn)
"""


def watched(secret: Path, way: str) -> tuple[list[str], int]:
    """What printing every payload in every field opened, fetched or ran, and how many cards were drawn."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", WATCHED, str(ROOT), secret.name, way],
        cwd=secret.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    *effects, drawn = done.stdout.splitlines()
    return effects, int(drawn.removeprefix("drawn "))


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file that nobody may read."""
    path = tmp_path / "secret.png"
    path.write_bytes(b"nothing to see")
    return path


def test_no_text_opens_a_file_or_a_connection_or_runs_anything(secret: Path) -> None:
    effects, drawn = watched(secret, "canvas")
    assert effects == []
    assert drawn > 250
    assert list(secret.parent.iterdir()) == [secret]


def test_control_the_same_text_as_markup_opens_the_file(secret: Path) -> None:
    effects, _ = watched(secret, "paragraph")
    assert any("effect open" in line and "secret.png" in line for line in effects)
