"""kanban_app: a desktop program that runs a small factory on pull."""

from __future__ import annotations

__version__ = "0.1.0"
