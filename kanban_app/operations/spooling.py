"""Handing a finished PDF to a printer of the system, and asking which there are."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

SPOOLERS = ("lp", "lpr")
_PATIENCE_S = 30


@dataclass(frozen=True, slots=True)
class PrinterChoice:
    """A printer as people choose it; `name` empty is the system's default, `tray` empty the printer's own choice."""

    name: str = ""
    copies: int = 1
    tray: str = ""
    duplex: bool = False

    def as_values(self) -> dict[str, str | int | bool]:
        """By field, for the record."""
        return asdict(self)


def send_to_printer(path: Path, choice: PrinterChoice = PrinterChoice()) -> None:
    """Queue a PDF; returns once the system's queue has taken it.

    Raises OSError when there is no printing system here or it refuses the file.
    """
    if os.name == "nt":
        verb, printer = ("printto", f'"{choice.name}"') if choice.name else ("print", "")
        os.startfile(path, verb, printer)  # type: ignore[attr-defined] # noqa: S606 - our own file, Windows only
        return
    spooler = next(filter(None, map(shutil.which, SPOOLERS)), None)
    if spooler is None:
        raise OSError("no printing system: install CUPS, or print into the folder")
    _run([spooler, *spool_options(Path(spooler).name, choice), "--", str(path)])


def spool_options(spooler: str, choice: PrinterChoice) -> list[str]:
    """The options of `lp` or `lpr` for this choice. Each value is a word of its own: no text becomes an option."""
    printer, copies = ("-P", "-#") if spooler == "lpr" else ("-d", "-n")
    words = [printer, choice.name] if choice.name else []
    if choice.copies > 1:
        words += [copies, str(choice.copies)]
    if choice.tray:
        words += ["-o", f"media={choice.tray}"]
    # Cards are folded along their long edge, and nothing may be scaled to fit: the offsets are the printer's own.
    words += ["-o", "sides=two-sided-long-edge" if choice.duplex else "sides=one-sided", "-o", "print-scaling=none"]
    return words


def printer_names() -> tuple[list[str], str]:
    """(the names of the printers that the system's queue knows, the default one or empty); none without a queue."""
    if os.name == "nt" or shutil.which("lpstat") is None:
        return [], ""
    try:
        names = _run(["lpstat", "-e"]).split()
        default = _run(["lpstat", "-d"]).rpartition(":")[2].strip()
    except (OSError, subprocess.TimeoutExpired):
        return [], ""
    return names, default if default in names else ""


def _run(words: Sequence[str]) -> str:
    done = subprocess.run(words, capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
    if done.returncode:
        raise OSError(done.stderr.strip() or f"{words[0]}: {done.returncode}")
    return done.stdout
