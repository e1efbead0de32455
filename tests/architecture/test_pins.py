"""What gets installed: every package at one version, with hashes, from no particular place."""

from __future__ import annotations

import re
import tomllib
from functools import cache

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

import kanban_app
from tests.architecture.sources import ROOT, script

FILES = ("runtime.txt", "build.txt", "development.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# Lowest (and highest) versions, and what lies outside.
BOUNDS = {
    "pyside6-essentials": ">=6.11,<6.12",  # 6.12.0 aborts on Python 3.11 (test_qt_none_references.py)
    "shiboken6": ">=6.11,<6.12",
    "qasync": ">=0.28",  # before: timers that were cancelled fire
    "reportlab": ">=5.0",  # 3.6.13 closed the way from a colour in mark-up to running code
    "pysqlite3": ">=0.6",  # its SQLite has the WAL-reset bug fixed
    "zxing-cpp": ">=3.0",
    "xlsxwriter": ">=3.2",
    "import-linter": ">=2.16",  # circles between siblings
}


def content(name: str) -> str:
    return (ROOT / "packaging" / "pins" / name).read_text(encoding="utf-8")


@cache
def pins(name: str) -> dict[str, Version]:
    found = re.findall(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", content(name), re.MULTILINE)
    return {canonicalize_name(package): Version(version) for package, version in found}


def unhashed(text: str) -> list[str]:
    """Answers the packages in a file of pins that have no hash."""
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    return [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]


def wanted(*keys: str) -> list[Requirement]:
    named = {
        "dependencies": PROJECT["project"]["dependencies"],
        "postgresql": PROJECT["project"]["optional-dependencies"]["postgresql"],
        "build": PROJECT["build-system"]["requires"],
        **PROJECT["dependency-groups"],
    }
    return [Requirement(one) for key in keys for one in named[key]]


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_pins_names_no_index_no_host_and_no_folder(name: str) -> None:
    assert script("make_pins").addresses_in(content(name)) == []


@pytest.mark.parametrize("name", FILES)
def test_every_package_has_hashes(name: str) -> None:
    assert pins(name)
    assert unhashed(content(name)) == []


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("runtime.txt", ("dependencies",)),
        ("build.txt", ("build",)),
        ("development.txt", ("dependencies", "postgresql", "build", "test", "lint")),
    ],
)
def test_everything_asked_for_is_pinned_at_a_version_that_was_asked_for(name: str, keys: tuple[str, ...]) -> None:
    for requirement in wanted(*keys):
        version = pins(name).get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not in {name}: make pins"
        assert version in requirement.specifier, f"{requirement} against {version} in {name}: make pins"


def test_the_three_files_agree() -> None:
    development = pins("development.txt")
    for name in ("runtime.txt", "build.txt"):
        assert pins(name).items() <= development.items()


@pytest.mark.parametrize(("package", "bounds"), BOUNDS.items())
def test_no_version_is_outside_its_bounds(package: str, bounds: str) -> None:
    assert pins("development.txt")[canonicalize_name(package)] in SpecifierSet(bounds)


def test_the_bounds_flag_the_release_of_qt_that_aborts() -> None:
    assert Version("6.12.0") not in SpecifierSet(BOUNDS["pyside6-essentials"])


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https" + "://mirror.example/simple",
        "--find-links wheels",
        "#    pip-compile --output-file=/srv/pins/runtime.txt",
        "    # via -r /srv/project/pyproject.toml",
        "kanban @ file" + ":///srv/project",
        "    # via -r C:\\project\\pyproject.toml",
    ],
)
def test_an_address_in_a_file_of_pins_is_flagged(line: str) -> None:
    assert script("make_pins").addresses_in(f"# made by: make pins\n{line}\n") == [line]


def test_a_package_without_hashes_is_flagged() -> None:
    assert unhashed("a==1 \\\n    --hash=sha256:0\n    # via b\nb==2\n    # via pyproject.toml\n") == ["b==2"]


def test_the_version_is_the_same_wherever_it_is_written() -> None:
    assert PROJECT["project"]["version"] == kanban_app.__version__
