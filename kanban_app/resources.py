"""Where the files that are not code lie: fonts, texts, pictures, the demo plant."""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePosixPath

_IN_WHEEL = "_resources"
_IN_CHECKOUT = "resources"


def path(name: str) -> Path:
    """Answers the file or folder `name` of the program's resources.

    `name` is relative to the folder `resources/` of the checkout, with forward slashes on every system
    (`fonts/Inter-Regular.ttf`). Raises FileNotFoundError, with the name, for one that does not exist or that
    would lead out of that folder.
    """
    relative = PurePosixPath(name)
    outside = relative.is_absolute() or ".." in relative.parts or "\\" in name or ":" in name
    found = _folder().joinpath(*relative.parts) if not outside else None
    if found is None or not found.exists():
        raise FileNotFoundError(f"The program has no resource named {name!r}")
    return found


@cache
def _folder() -> Path:
    """Answers the folder of the resources: in an installed package, or beside it in a checkout."""
    # Not importlib.resources: it would cost the first picture 4 ms.
    package = Path(__file__).parent
    if not package.is_dir():
        raise FileNotFoundError("The program must lie unpacked in a folder: fonts need real files")
    installed = package / _IN_WHEEL
    return installed if installed.is_dir() else package.parent / _IN_CHECKOUT
