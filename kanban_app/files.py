"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Put the bytes at `path`: after a crash or on a full disk the old file stands there or the new, never a
    part.

    Written under a temporary name in the same folder, synced, renamed over, and the folder synced. Raises
    OSError as it came (no space, no right, no folder); the temporary file is removed then.
    """
    temporary = path.with_name(f".kanban-{os.urandom(8).hex()}.part")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file or a folder is on the disk; without a folder's a power cut may take a new name back.

    Windows has no such call for folders and needs none for NTFS.
    """
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
