"""Measuring a printer: the page with rulers, and the limits of what may be corrected."""

from __future__ import annotations

from pathlib import Path

MOST_OFFSET_MM = 30
SCALES = (0.9, 1.1)


def write_calibration(target: Path, page: str = "a4") -> None:
    """Write the calibration page to a file, whole or not at all. Raises OSError."""
    from kanban_app.files import write_whole
    from kanban_app.printing.calibration import calibration_page

    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, calibration_page(page))
