"""Build hook: compiles the texts and puts `resources/` into the wheel as `kanban_app/_resources`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Hatchling loads this file alone; what stands beside it is not importable otherwise.
sys.path.insert(0, str(Path(__file__).resolve().parent))

import catalogues


class ResourcesHook(BuildHookInterface[Any]):
    """Runs before hatchling collects the files of a wheel or a source archive."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compiles every .po; adds the folder, unless the wheel only points at the checkout (editable)."""
        if self.target_name != "wheel":
            return
        resources = Path(self.root) / "resources"
        catalogues.compile_all(resources / "locale")
        if version == "standard":
            build_data["force_include"][str(resources)] = "kanban_app/_resources"
