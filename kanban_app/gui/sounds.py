"""Short sounds for the answers of a scan, started without waiting for them."""

from __future__ import annotations

import array
import logging
import shutil
import sys
import tempfile
import wave
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from pathlib import Path

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

from kanban_app import resources
from kanban_app.settings import Settings

log = logging.getLogger(__name__)

# Starts one WAV file and returns at once; False when this machine cannot.
Player = Callable[[Path], bool]
FULL_VOLUME = 100


class Sound(StrEnum):
    """The sounds, by the names of their files."""

    ACCEPTED = "accepted"
    WARNED = "warned"
    REFUSED = "refused"
    NO_OP = "no_op"
    HELP = "help"


class Sounds:
    """Plays at the terminal's volume, unless it is muted. A machine that cannot play beeps instead."""

    def __init__(self, settings: Settings, player: Player | None = None) -> None:
        self._settings = settings
        self._player = player or find_player()

    def play(self, sound: Sound) -> None:
        """Start a sound."""
        if self._settings.muted:
            return
        try:
            file = _at_volume(sound, self._settings.volume_percent)
            played = self._player(file)
        except OSError as problem:
            log.info("no sound: %s", problem)
            played = False
        if not played:
            QApplication.beep()


def find_player() -> Player:
    """What plays WAV files here: Windows itself, or the players of PulseAudio and ALSA."""
    if sys.platform == "win32":
        return _play_on_windows
    for name, options in (("paplay", []), ("aplay", ["-q"]), ("afplay", [])):
        program = shutil.which(name)
        if program:
            return _starter(program, options)
    return lambda file: False


def _starter(program: str, options: list[str]) -> Player:
    def play(file: Path) -> bool:
        # Detached, so that nobody has to wait for it, and silent: a machine without a loudspeaker is no problem.
        process = QProcess()
        process.setProgram(program)
        process.setArguments([*options, str(file)])
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        return bool(process.startDetached())

    return play


def _play_on_windows(file: Path) -> bool:
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        return True
    return False


@cache
def _at_volume(sound: Sound, percent: int) -> Path:
    """The sound's file at this volume. Players differ in how they turn it down, samples do not."""
    original = resources.path(f"sounds/{sound.value}.wav")
    if percent >= FULL_VOLUME:
        return original
    with wave.open(str(original), "rb") as file:
        parameters, frames = file.getparams(), file.readframes(file.getnframes())
    samples = array.array("h", frames)
    # Loudness is felt by the square: half way on the slider is a quarter of the sample.
    factor = (percent / FULL_VOLUME) ** 2
    quieter = array.array("h", (round(sample * factor) for sample in samples))
    target = _quiet_folder() / f"{sound.value}-{percent}.wav"
    with wave.open(str(target), "wb") as file:
        file.setparams(parameters)
        file.writeframes(quieter.tobytes())
    return target


@cache
def _quiet_folder() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="kanban_app_sounds_")
    _kept.append(folder)
    return Path(folder.name)


# Removed when the program ends.
_kept: list[tempfile.TemporaryDirectory[str]] = []
