"""File systems of a test's own, for root on Linux."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def can_mount() -> bool:
    """Whether this is root on a Linux that lets root mount."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    return subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True).returncode == 0


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of this size (as `mount` says it: 400k, 2m) at a folder."""
    folder.mkdir()
    _run("mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder))
    try:
        yield folder
    finally:
        _run("umount", "--lazy", str(folder))


def resize(folder: Path, size: str) -> None:
    """Give the disk at a folder another size."""
    _run("mount", "-o", f"remount,size={size}", str(folder))


@contextmanager
def read_only_view(source: Path, folder: Path) -> Iterator[Path]:
    """The same files at another place, where nothing can be written."""
    folder.mkdir()
    _run("mount", "--bind", str(source), str(folder))
    try:
        _run("mount", "-o", "remount,ro,bind", str(folder))
        yield folder
    finally:
        _run("umount", str(folder))


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)
