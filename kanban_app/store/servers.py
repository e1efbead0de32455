"""Addresses of plants on a PostgreSQL server, and how they are shown: never with what opens the door."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

SCHEME = "postgresql://"
_HIDDEN = f"{SCHEME}…"
_SCHEMES = re.compile(r"postgres(?:ql)?(?:\+\w+)?://", re.IGNORECASE)
_WITHIN = re.compile(rf"{_SCHEMES.pattern}[^\s'\"]+", re.IGNORECASE)


def is_server(text: str) -> bool:
    """Whether this is a server's address rather than a file's path."""
    return bool(_SCHEMES.match(text))


def plain_address(text: str) -> str:
    """The address with the one scheme that this program uses, whatever driver it names."""
    return SCHEME + _SCHEMES.sub("", text, count=1)


def database_name(address: str) -> str:
    """The name of the database; empty where the address tells none, or can't be read."""
    try:
        return urlsplit(plain_address(address)).path.strip("/")
    except ValueError:
        return ""


def without_passwords(text: str) -> str:
    """A text that may quote addresses, with each as it may be shown."""
    return _WITHIN.sub(lambda found: shown_place(found[0]), text)


def shown_place(place: Path | str) -> str:
    """A plant's place for people: a path as it is; of an address the name, server and database, no password or option.

    What can't be told apart for certain, as behind an "@" or "/" in a password, is left out altogether.
    """
    if isinstance(place, Path) or not is_server(place):
        return str(place)
    try:
        parts = urlsplit(plain_address(place))
        port = parts.port
    except ValueError:
        return _HIDDEN
    behind = plain_address(place).removeprefix(SCHEME + parts.netloc)
    if "@" in behind or parts.netloc.count("@") > 1:
        return _HIDDEN
    name = f"{parts.username}@" if parts.username else ""
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    database = parts.path.strip("/")
    return f"{SCHEME}{name}{host}{f':{port}' if port else ''}{f'/{database}' if database else ''}"
