"""packaging/check_system.py knows what Qt opens of the system, and says what to do when it is not there."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

from tests.architecture.sources import ROOT, script

check_system = script("check_system")

QT = Path(PySide6.__path__[0])
USED = ("Core", "DBus", "Gui", "Network", "PrintSupport", "Svg", "Widgets", "XcbQpa")
PLUGINS = (
    "platforms/libqxcb.so",
    "platforms/libqoffscreen.so",
    "xcbglintegrations/libqxcb-egl-integration.so",
    "xcbglintegrations/libqxcb-glx-integration.so",
    "iconengines/libqsvgicon.so",
    "imageformats/libqsvg.so",
    "imageformats/libqjpeg.so",
    "platforminputcontexts/libcomposeplatforminputcontextplugin.so",
)
# Where Python runs, these are: the C library and the compiler's own.
WITH_PYTHON = (
    "libc.so",
    "libm.so",
    "libgcc_s.so",
    "libresolv.so",
    "libdl.so",
    "libpthread.so",
    "librt.so",
    "ld-",
)

DT_NEEDED, DT_STRTAB = 1, 5
PT_LOAD, PT_DYNAMIC = 1, 2


def needed(file: Path) -> set[str]:
    """Answers the libraries that a 64-bit ELF file names as needed (what `objdump -p` lists as NEEDED)."""
    data = file.read_bytes()
    assert data[:5] == b"\x7fELF\x02", file
    (start,) = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    segments = [struct.unpack_from("<IIQQQQ", data, start + size * number) for number in range(count)]
    (dynamic,) = ((offset, length) for kind, _, offset, _, _, length in segments if kind == PT_DYNAMIC)
    entries = list(struct.iter_unpack("<qQ", data[dynamic[0] : dynamic[0] + dynamic[1]]))
    (table,) = (value for tag, value in entries if tag == DT_STRTAB)
    (base,) = (
        offset + table - address
        for kind, _, offset, address, _, length in segments
        if kind == PT_LOAD and address <= table < address + length
    )
    starts = (base + value for tag, value in entries if tag == DT_NEEDED)
    return {data[at : data.index(b"\0", at)].decode() for at in starts}


def opened_of_the_system() -> set[str]:
    own = QT / "Qt" / "lib"
    files = [own / f"libQt6{name}.so.6" for name in USED] + [QT / "Qt" / "plugins" / name for name in PLUGINS]
    opened = set().union(*(needed(file) for file in files))
    return {name for name in opened if not (own / name).exists() and not name.startswith(WITH_PYTHON)}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bring what Qt opens")
def test_the_table_names_everything_that_the_installed_qt_opens_of_the_system() -> None:
    assert opened_of_the_system() - set(check_system.LIBRARIES) == set()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bring what Qt opens")
def test_the_table_names_nothing_that_the_pinned_qt_does_not_open() -> None:
    pins = (ROOT / "packaging" / "pins" / "runtime.txt").read_text(encoding="utf-8")
    if f"pyside6-essentials=={PySide6.__version__} " not in pins:
        pytest.skip(f"this is Qt {PySide6.__version__}, not the pinned one")
    assert set(check_system.LIBRARIES) - opened_of_the_system() == set()


@pytest.mark.skipif(sys.platform != "linux", reason="looks for libraries on Linux only")
def test_a_library_that_is_not_there_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    before = check_system.missing_libraries()
    monkeypatch.setitem(check_system.LIBRARIES, "libkanban-is-not-there.so.1", "libkanban1")
    assert check_system.missing_libraries() == [*before, "libkanban-is-not-there.so.1"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks for libraries on Linux only")
def test_the_script_names_the_package_and_fails_where_a_library_is_missing() -> None:
    code = (
        "import sys, check_system\n"
        "check_system.LIBRARIES['libkanban-is-not-there.so.1'] = 'libkanban1'\n"
        "sys.exit(check_system.main(['--dry-run']))"
    )
    place = os.environ | {"PYTHONPATH": str(ROOT / "packaging")}
    done = subprocess.run([sys.executable, "-c", code], env=place, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "libkanban1" in done.stderr
    assert "Traceback" not in done.stderr


def test_where_qt_runs_nothing_is_asked_for() -> None:
    command = [sys.executable, str(ROOT / "packaging" / "check_system.py"), "--dry-run"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_old_python_is_named_with_the_one_that_is_needed() -> None:
    said = check_system.too_old((3, 10), (2, 36))
    assert "This is Python 3.10; the program needs 3.11 or newer" in said


def test_an_old_c_library_is_named_with_the_one_that_is_needed() -> None:
    assert "glibc 2.31; Qt's wheels need 2.34 or newer" in check_system.too_old((3, 11), (2, 31))


@pytest.mark.parametrize("glibc", [(2, 34), None], ids=["new enough", "another kind of system"])
def test_a_system_that_is_new_enough_is_passed(glibc: tuple[int, int] | None) -> None:
    assert check_system.too_old((3, 11), glibc) is None


@pytest.mark.parametrize(
    ("base", "has_ensurepip", "package"),
    [("/usr", False, "python3.11-venv"), ("/usr", True, None), ("/opt/python", False, None)],
    ids=["Debian's Python without venv", "complete", "not Debian's own"],
)
def test_only_debian_s_own_python_is_completed_by_a_package(
    base: str, has_ensurepip: bool, package: str | None
) -> None:
    assert check_system.python_package((3, 11), base, has_ensurepip=has_ensurepip) == package


@pytest.mark.parametrize(
    ("user_id", "sudo_asks_nothing", "prefix"),
    [
        (0, False, ["env", "DEBIAN_FRONTEND=noninteractive"]),
        (1000, True, ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"]),
        (1000, False, None),
    ],
    ids=["root", "sudo without a password", "anybody else"],
)
def test_packages_are_installed_only_where_nobody_has_to_be_asked(
    user_id: int, sudo_asks_nothing: bool, prefix: list[str] | None
) -> None:
    assert check_system.apt_prefix(user_id, sudo_asks_nothing=sudo_asks_nothing) == prefix


def test_who_may_not_install_is_told_the_exact_command() -> None:
    said = check_system.advice(["libegl1", "python3.11-venv"], ["libEGL.so.1"], has_apt=True, system="Linux")
    assert said.endswith("\n    sudo apt-get install libegl1 python3.11-venv")


def test_on_another_distribution_the_libraries_themselves_are_named() -> None:
    said = check_system.advice(["libegl1"], ["libEGL.so.1"], has_apt=False, system="Linux")
    assert "libEGL.so.1" in said
    assert "apt-get" not in said


@pytest.mark.parametrize("system", ["Darwin", "Windows", "Linux"])
def test_a_python_without_ensurepip_elsewhere_gets_a_plain_sentence(system: str) -> None:
    assert "ensurepip" in check_system.advice([], [], has_apt=False, system=system)
