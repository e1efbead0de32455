"""Before the first installation: is this Python enough, and are the system's libraries there that Qt opens?

    python3 packaging/check_system.py            installs what is missing where it may, else says what to type
    python3 packaging/check_system.py --dry-run  only says it

Qt's wheels carry Qt itself, not the libraries for graphics, keyboard and fonts that belong to the system.
Without one of them Qt says only that it "could not load the platform plugin". Uses nothing but the standard
library and the syntax of Python 3.8, so that an old Python gets a sentence and no traceback.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import platform
import shutil
import subprocess
import sys

OLDEST_PYTHON = (3, 11)
OLDEST_GLIBC = (2, 34)

# What Qt's libraries for windows, pictures and printing and its plugins for X11 and for no screen open of
# the system, and Debian's package for each. tests/architecture/test_system_libraries.py compares it with the
# installed Qt.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}


def missing_libraries() -> list[str]:
    """Answers the names of LIBRARIES that the system's loader does not find, asked as Qt will ask it."""
    return [name for name in LIBRARIES if not _loads(name)]


def python_package(version: tuple[int, int], base: str, *, has_ensurepip: bool) -> str | None:
    """Answers the Debian package without which this Python makes no virtual environment; None if none is.

    `base` is where this Python is installed: Debian splits only its own, under /usr, into packages.
    """
    return None if has_ensurepip or base != "/usr" else f"python{version[0]}.{version[1]}-venv"


def too_old(version: tuple[int, int], glibc: tuple[int, int] | None) -> str | None:
    """Answers what is wrong with this Python or this C library, None if nothing is.

    `version` is Python's, `glibc` the C library's, None where the system has another kind or none.
    """
    if version < OLDEST_PYTHON:
        return (
            f"This is Python {_dotted(version)}; the program needs {_dotted(OLDEST_PYTHON)} or newer. "
            "Install one, or name it: make PYTHON=/path/to/python3"
        )
    if glibc is not None and glibc < OLDEST_GLIBC:
        return (
            f"This system's C library is glibc {_dotted(glibc)}; Qt's wheels need {_dotted(OLDEST_GLIBC)} or "
            "newer (Debian 12, Ubuntu 22.04, Fedora 35 and later have it)."
        )
    return None


def apt_prefix(user_id: int, *, sudo_asks_nothing: bool) -> list[str] | None:
    """Answers what to put before `apt-get`, None if this user may not install or would have to be asked."""
    if user_id == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive"]
    if sudo_asks_nothing:
        return ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"]
    return None


def advice(packages: list[str], libraries: list[str], *, has_apt: bool, system: str) -> str:
    """Answers the sentence for somebody who must install by hand.

    `packages` are Debian's names, `libraries` the files missed; `system` is platform.system()'s answer.
    """
    if has_apt:
        command = "sudo apt-get install " + " ".join(packages)
        return f"Please install what is missing, then start again:\n    {command}"
    if system == "Linux" and libraries:
        names = ", ".join(libraries)
        return (
            f"Qt needs these libraries of the system, which are not there: {names}.\n"
            "Install the packages of your distribution that contain them, then start again "
            "(Debian calls them: " + " ".join(packages) + ")."
        )
    return (
        "This Python cannot make virtual environments: its module ensurepip is missing. "
        "Install Python complete, or name another one: make PYTHON=/path/to/python3"
    )


def _dotted(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _has_ensurepip() -> bool:
    return importlib.util.find_spec("ensurepip") is not None


def _glibc() -> tuple[int, int] | None:
    kind, version = platform.libc_ver()
    parts = version.split(".")
    return (int(parts[0]), int(parts[1])) if kind == "glibc" and len(parts) > 1 else None


def _sudo_asks_nothing() -> bool:
    if shutil.which("sudo") is None:
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


def _install(prefix: list[str], packages: list[str]) -> bool:
    install = [*prefix, "apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *packages]
    print("Installing from the system's packages: " + " ".join(packages), flush=True)
    if _quiet(install):
        return True
    # A new machine has no list of packages yet, an old one a stale list.
    return _quiet([*prefix, "apt-get", "update", "--quiet"]) and _quiet(install)


def _quiet(command: list[str]) -> bool:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(done.stderr.strip(), file=sys.stderr)
    return done.returncode == 0


def _wanted() -> tuple[list[str], list[str]]:
    """Answers the Debian packages to install and the libraries that are missing."""
    libraries = missing_libraries() if platform.system() == "Linux" else []
    packages = sorted({LIBRARIES[name] for name in libraries})
    python = python_package(sys.version_info[:2], sys.base_prefix, has_ensurepip=_has_ensurepip())
    return packages + ([python] if python else []), libraries


def main(arguments: list[str]) -> int:
    """Looks, installs where it may, and answers 0, or 1 after a sentence that says what to do."""
    old = too_old(sys.version_info[:2], _glibc())
    if old is not None:
        print(old, file=sys.stderr)
        return 1
    packages, libraries = _wanted()
    if not packages and _has_ensurepip():
        return 0
    has_apt = bool(packages) and shutil.which("apt-get") is not None
    prefix = apt_prefix(os.getuid(), sudo_asks_nothing=_sudo_asks_nothing()) if has_apt else None
    if prefix is not None and "--dry-run" not in arguments:
        _install(prefix, packages)
        packages, libraries = _wanted()
        if not packages and _has_ensurepip():
            return 0
    print(advice(packages, libraries, has_apt=has_apt, system=platform.system()), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
