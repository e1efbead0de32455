"""Approves pictures: `python -m tests.gui.approved.approve [NAME …]`. Look at each of them before you commit it.

Without a name all are taken anew, and those of scenes that are no more go away. Only what really differs is written:
a picture within the tolerance stays as it was approved.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.architecture.sources import ROOT
from tests.gui.approved.comparing import between, pack, read

PICTURES = Path(__file__).parent / "pictures"


def taken(folder: Path, *names: str) -> None:
    """Have the pictures taken into a folder, by a program of their own."""
    # What the machine's own screen is like, and what its person prefers, is not Qt's to know.
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    surroundings["QT_QPA_PLATFORM"] = "offscreen"
    words = [sys.executable, "-m", "tests.gui.approved.take", str(folder), *names]
    subprocess.run(words, check=True, cwd=ROOT, env=surroundings, stderr=subprocess.DEVNULL)


def approve(names: Sequence[str] = ()) -> list[str]:
    """Approve what differs; the names of the files that were written or removed."""
    changed = []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        taken(folder, *names)
        failed = sorted(folder.glob("*.txt"))
        if failed:
            raise SystemExit("\n\n".join(f"{path.stem}:\n{path.read_text()}" for path in failed))
        pictures = [path for path in sorted(folder.glob("*.png")) if "." not in path.stem]
        for path in pictures:
            kept = PICTURES / path.name
            if not kept.exists() or between(read(path), read(kept)).is_too_large():
                pack(path, kept)
                changed.append(path.name)
        known = {path.name for path in pictures}
        for kept in PICTURES.glob("*.png") if not names else ():
            if kept.name not in known:
                kept.unlink()
                changed.append(f"{kept.name} is gone")
    return changed


if __name__ == "__main__":
    for line in approve(sys.argv[1:]) or ["Nothing differs."]:
        sys.stdout.write(f"{line}\n")
