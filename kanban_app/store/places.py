"""Where a plant file must not stand: network folders and folders that a cloud service copies behind our back.

SQLite's locks do not hold there, and a sync client swaps files under an open database.
"""

from __future__ import annotations

import os
from pathlib import Path

NETWORK_TYPES = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afs",
        "ncpfs",
        "9p",
        "ceph",
        "glusterfs",
        "fuse.sshfs",
        "davfs",
        "fuse.rclone",
    }
)
SYNCED_NAMES = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "nextcloud",
    "owncloud",
    "com~apple~clouddocs",
)
MOUNTS = Path("/proc/self/mountinfo")


def is_shared_place(path: Path, mounts: Path = MOUNTS) -> bool:
    """Whether a file at this path would stand on a network share or in a synchronised folder."""
    whole = os.path.abspath(path)  # noqa: PTH100 - a share that is away must not be asked to resolve links
    if whole.startswith(("\\\\", "//")):
        return True
    names = (part.lower() for part in Path(whole).parent.parts)
    if any(name.startswith(SYNCED_NAMES) for name in names):
        return True
    return _mount_type(whole, mounts) in NETWORK_TYPES


def _mount_type(whole: str, mounts: Path) -> str:
    """The file system type of the longest mount point above a path; empty where the system does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        before, _, after = line.partition(" - ")
        point = before.split()[4].encode().decode("unicode_escape") if len(before.split()) > 4 else ""
        inside = whole == point or whole.startswith(point.rstrip("/") + "/")
        if point and inside and len(point) >= len(best):
            best, kind = point, after.split()[0] if after else ""
    return kind
