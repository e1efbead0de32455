"""Makes the five sounds of a terminal: `python packaging/make_sounds.py` writes resources/sounds/*.wav.

They differ in rhythm and not only in pitch, so that a person who hears badly, or stands in a loud hall, still tells
done from refused. All are mono, 16 bit, 22,050 Hz and at most 0.35 s long.
"""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

RATE = 22_050
# Neighbouring volumes are picked at run time, so the files use the whole range but for a little headroom.
PEAK = 0.85 * 32_767
# Without a short rise and fall a loudspeaker clicks.
EDGE_S = 0.006
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "sounds"

# (frequency in Hz, length in ms); frequency 0 is silence.
Note = tuple[float, int]
PAIR: list[Note] = [(880, 60), (1175, 60)]
SOUNDS: dict[str, list[Note]] = {
    "accepted": PAIR,
    "warned": [*PAIR, (0, 60), *PAIR],
    "refused": [(220, 120), (0, 80), (220, 120)],
    "no_op": [(1500, 18)],
    "help": [(659, 90), (880, 90), (659, 150)],
}
SOFT = {"no_op": 0.35}


def tone(frequency: float, milliseconds: int) -> list[float]:
    """One note between -1 and 1: a sine with a little of its octave, so that small loudspeakers carry the low one."""
    count = RATE * milliseconds // 1000
    if not frequency:
        return [0.0] * count
    samples = []
    for place in range(count):
        at = place / RATE
        wave_at = math.sin(2 * math.pi * frequency * at) + 0.35 * math.sin(4 * math.pi * frequency * at)
        edge = min(1.0, at / EDGE_S, (count - 1 - place) / RATE / EDGE_S)
        samples.append(edge * wave_at / 1.35)
    return samples


def write(name: str, notes: list[Note]) -> Path:
    """Write one sound and answer its path."""
    samples = [sample * SOFT.get(name, 1.0) for note in notes for sample in tone(*note)]
    path = FOLDER / f"{name}.wav"
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", round(sample * PEAK)) for sample in samples))
    return path


if __name__ == "__main__":
    for sound, notes in SOUNDS.items():
        print(write(sound, notes))
