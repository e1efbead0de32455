"""Answers sound different in rhythm, stop when muted, and never make anybody wait."""

from __future__ import annotations

import array
import wave
from pathlib import Path

import pytest

from kanban_app import resources
from kanban_app.gui.sounds import Sound, Sounds
from kanban_app.settings import Settings


def samples_of(path: Path) -> tuple[array.array, int]:
    with wave.open(str(path), "rb") as file:
        return array.array("h", file.readframes(file.getnframes())), file.getframerate()


@pytest.mark.parametrize("sound", Sound)
def test_every_sound_is_there_and_short(sound):
    samples, rate = samples_of(resources.path(f"sounds/{sound.value}.wav"))
    assert 0 < len(samples) / rate <= 0.35
    assert max(samples) > 5_000


def beats(sound: Sound) -> int:
    """How many times the sound begins after a silence of 10 ms."""
    samples, rate = samples_of(resources.path(f"sounds/{sound.value}.wav"))
    step = rate // 100
    windows = [samples[at : at + step] for at in range(0, len(samples) - step, step)]
    loud = [max(abs(sample) for sample in window) > 1_000 for window in windows]
    return sum(now and not before for before, now in zip([False, *loud], loud, strict=False))


def test_done_and_refused_differ_in_rhythm():
    assert (beats(Sound.ACCEPTED), beats(Sound.WARNED), beats(Sound.REFUSED)) == (1, 2, 2)
    lengths = {sound: len(samples_of(resources.path(f"sounds/{sound.value}.wav"))[0]) for sound in Sound}
    assert lengths[Sound.REFUSED] > 2 * lengths[Sound.ACCEPTED] > 10 * lengths[Sound.NO_OP]


def test_muted_plays_nothing():
    settings, played = Settings(), []
    settings.muted = True
    Sounds(settings, lambda file: played.append(file) is None).play(Sound.REFUSED)
    assert played == []


def test_a_quieter_volume_plays_quieter_samples(qapp):
    settings, played = Settings(), []
    sounds = Sounds(settings, lambda file: played.append(file) is None)
    for settings.volume_percent in (100, 50):
        sounds.play(Sound.ACCEPTED)
    loud, quiet = (max(samples_of(file)[0]) for file in played)
    assert quiet == pytest.approx(loud / 4, rel=0.02)


def test_a_machine_that_cannot_play_beeps(qapp, monkeypatch):
    beeped = []
    monkeypatch.setattr("kanban_app.gui.sounds.QApplication.beep", lambda: beeped.append(1))
    Sounds(Settings(), lambda file: False).play(Sound.ACCEPTED)
    assert beeped == [1]
