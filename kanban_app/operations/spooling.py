"""Handing a finished PDF to the computer's default printer."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

SPOOLERS = ("lp", "lpr")
_PATIENCE_S = 30


def send_to_printer(path: Path) -> None:
    """Queue a PDF at the default printer; returns once the system's queue has taken it.

    Raises OSError when there is no printing system here or it refuses the file.
    """
    if os.name == "nt":
        os.startfile(path, "print")  # type: ignore[attr-defined] # noqa: S606 - our own file, Windows only
        return
    spooler = next(filter(None, map(shutil.which, SPOOLERS)), None)
    if spooler is None:
        raise OSError("no printing system: install CUPS, or print into the folder")
    done = subprocess.run([spooler, str(path)], capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
    if done.returncode:
        raise OSError(done.stderr.strip() or f"{spooler}: {done.returncode}")
