"""Takes all pictures in one program: `python -m tests.gui.approved.take FOLDER [--whole] [NAME …]`.

A picture goes to FOLDER as `<name>-<theme>-<language>-<width>.png`, with --whole also in its full size beside it. What
could not be shown leaves `<the same>.txt` with the reason. Names choose by their beginning.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from kanban_app.gui.look import theme
from tests.gui.approved.comparing import write
from tests.gui.approved.controls import CONTROLS
from tests.gui.approved.scenes import SCENES, Look, Scene
from tests.gui.approved.stage import Stage, stage, theatre


def looks_of(scenes: Sequence[Scene]) -> list[Look]:
    """Every look that one of them is seen in, in a fixed order."""
    return list(dict.fromkeys(look for scene in scenes for look in scene.looks))


class Camera:
    """Pictures what a stage shows into a folder."""

    def __init__(self, folder: Path, *, whole: bool) -> None:
        self.folder, self.whole = folder, whole

    def take(self, on: Stage, name: str, widget: QWidget) -> None:
        """One picture."""
        file = f"{name}-{on.look.name}.png"
        write(on.small(widget), self.folder / file)
        if self.whole:
            (self.folder / "whole").mkdir(exist_ok=True)
            widget.grab().save(str(self.folder / "whole" / file))

    def play(self, on: Stage, scene: Scene, *, wanted: bool) -> None:
        """Show a scene, picture it where it is wanted, and put away what it opened."""
        try:
            on.come_forward()
            widget = scene.show(on) or on.window
            on.settle()
            if wanted:
                self.take(on, scene.name, widget)
            for control in CONTROLS:
                if wanted and control.scene == scene.name and on.look == scene.looks[0]:
                    with control.spoil(on):
                        on.settle()
                        self.take(on, f"{control.name}.{scene.name}", widget)
            scene.after(on)
        except Exception:  # whatever it is, the other pictures are taken
            told = self.folder / f"{scene.name}-{on.look.name}.txt"
            told.write_text(traceback.format_exc())


def take(folder: Path, names: Sequence[str], *, whole: bool = False) -> None:
    """All pictures whose names begin so; what comes before them in their program is shown as well."""
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    camera = Camera(folder, whole=whole)
    app = theme.application(["kanban_app"])
    app.setCursorFlashTime(0)
    wanted = [scene for scene in SCENES if not names or scene.name.startswith(tuple(names))]
    home = Path.cwd()
    with tempfile.TemporaryDirectory(dir=_memory()) as made, theatre(Path(made)) as plants:
        for look in looks_of(wanted):
            last = max(place for place, scene in enumerate(SCENES) if scene in wanted and look in scene.looks)
            with stage(look, plants, app) as on:
                for scene in SCENES[: last + 1]:
                    if look in scene.looks:
                        camera.play(on, scene, wanted=scene in wanted)
            os.chdir(home)


def _memory() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def main() -> int:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--whole", action="store_true")
    arguments = parser.parse_args()
    take(arguments.folder, arguments.names, whole=arguments.whole)
    return 0


if __name__ == "__main__":
    sys.exit(main())
