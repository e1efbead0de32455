"""Where a plant file must not stand: network folders and folders that a cloud service copies behind our back.

SQLite's locks do not hold there, and a sync client swaps files under an open database.
"""

from __future__ import annotations

import os
import re
import sys
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
        "lustre",
        "vboxsf",
        "fuse.sshfs",
        "davfs",
        "fuse.rclone",
        "fuse.gvfsd-fuse",
        "fuse.glusterfs",
        "fuse.s3fs",
        "fuse.vmhgfs-fuse",
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
_SHARES = ("\\\\", "//")
_MOST_LINKS = 40
# Spaces, tabs, line feeds and backslashes in names of mount points.
_ESCAPED = re.compile(r"\\(040|011|012|134)")


def is_shared_place(path: Path, mounts: Path = MOUNTS) -> bool:
    """Whether a file at this path would stand on a network share or in a synchronised folder, links followed."""
    if str(path).startswith(_SHARES):
        return True
    whole = os.path.abspath(path)  # noqa: PTH100 - a share that is away must not be asked to resolve links
    for _ in range(_MOST_LINKS):
        if _looks_shared(whole, mounts):
            return True
        onward = _behind_first_link(whole)
        if onward == whole:
            break
        whole = onward
    return False


def _looks_shared(whole: str, mounts: Path) -> bool:
    names = (part.lower() for part in Path(whole).parent.parts)
    return (
        whole.startswith(_SHARES)
        or any(name.startswith(SYNCED_NAMES) for name in names)
        or _is_network_drive(whole)
        or _mount_type(whole, mounts) in NETWORK_TYPES
    )


def _behind_first_link(whole: str) -> str:
    """The path with its first link replaced by what it points to. What is asked stands on a place looked at before."""
    parts = Path(whole).parts
    for count in range(2, len(parts) + 1):
        start = Path(*parts[:count])
        try:
            points_to = os.readlink(start)  # noqa: PTH115 - its text, not a path
        except (OSError, ValueError):
            continue
        # Windows writes what a link points to in its long form.
        points_to = points_to.replace("\\\\?\\UNC\\", "\\\\").removeprefix("\\\\?\\")
        return os.path.normpath(Path(start.parent, points_to, *parts[count:]))
    return whole


def _is_network_drive(whole: str) -> bool:
    """Windows: a share with a letter (Z:) looks like a disk and is none."""
    if sys.platform == "win32":
        import ctypes

        remote = 4
        return bool(ctypes.windll.kernel32.GetDriveTypeW(os.path.splitdrive(whole)[0] + "\\") == remote)
    return False


def _mount_type(whole: str, mounts: Path) -> str:
    """The file system type of the longest mount point above a path; empty where the system does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        before, _, after = line.partition(" - ")
        point = _ESCAPED.sub(_unescaped, before.split()[4]) if len(before.split()) > 4 else ""
        inside = whole == point or whole.startswith(point.rstrip("/") + "/")
        if point and inside and len(point) >= len(best):
            best, kind = point, after.split()[0] if after else ""
    return kind


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 8))
