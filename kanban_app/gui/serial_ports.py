"""Which serial ports this computer has."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Port:
    """A port by the name that opens it, and what is said to be plugged in there, "" where nobody says."""

    name: str
    what: str


def available_ports() -> list[Port] | None:
    """The ports, by name; None where the library that reads them is missing. May take a while: not for the window."""
    try:
        from PySide6.QtSerialPort import QSerialPortInfo
    except ImportError:
        return None
    found = []
    for info in QSerialPortInfo.availablePorts():
        what = " ".join(part for part in (info.manufacturer(), info.description()) if part)
        found.append(Port(info.portName(), what))
    return sorted(found, key=lambda port: port.name)
