"""No file that is kept names a package registry's host or a folder of somebody's machine."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, files_of_the_checkout

# In pieces, so that this file is not found itself.
HOSTS = re.compile(
    r"(?:\b(?:test\.)?pypi" + r"\.org|python" + r"hosted\.org|npm" + r"js\.(?:org|com)|yarn" + r"pkg\.com"
    r"|https?://[^\s\"']+/simple/?(?:[\"'\s/]|$)|https?://[^\s\"']+/packages/[0-9a-f]{2}/)",
    re.IGNORECASE | re.MULTILINE,
)
HOMES = re.compile(
    r"(?<![\w.])/(?:home|Users)/[A-Za-z_][\w.-]*/|(?<![\w.])/ro"
    r"ot/\w|[A-Za-z]:\\+Users\\+\w"
)


def places_of_this_machine() -> tuple[str, ...]:
    """Answers the folders that only this machine has: the checkout, the folder it is in, the user's home."""
    # These stand on every Linux machine and may be named in any file.
    nobody_s = {Path("/"), Path(tempfile.gettempdir()), Path("/tmp"), Path("/dev/shm")}
    found = {ROOT, ROOT.parent, Path.home()} - nobody_s
    return tuple(f"{folder.as_posix()}/" for folder in sorted(found) if len(folder.parts) > 1)


def addresses(text: str) -> Iterator[str]:
    yield from (found.group(0) for pattern in (HOSTS, HOMES) for found in pattern.finditer(text))
    yield from (place for place in places_of_this_machine() if place in text)


def test_no_kept_file_names_a_registry_or_a_place_of_one_machine() -> None:
    found = []
    for file in files_of_the_checkout():
        content = file.read_bytes()
        if b"\0" not in content[:8192]:
            name = file.relative_to(ROOT).as_posix()
            found += [f"{name}: {one}" for one in addresses(content.decode("utf-8", "replace"))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "--index-url https://" + "pypi" + ".org/simple",
        "https://mirror.example/" + "simple/",
        'url = "https://files.python' + 'hosted.org/x.whl"',
        "see /ho" + "me/anna/plants/x.kanban",
        "C:\\Us" + "ers\\anna\\x.kanban",
        f"cd {ROOT.as_posix()}/tests",
    ],
)
def test_an_address_is_flagged(text: str) -> None:
    assert list(addresses(text))


@pytest.mark.parametrize("text", ["https://www.gnu.org/licenses/", "/usr/lib/postgresql", "a simple/plain text"])
def test_what_is_no_such_address_is_not_flagged(text: str) -> None:
    assert list(addresses(text)) == []


def test_the_files_that_are_looked_at_are_really_read() -> None:
    """The list of files would be empty if git answered nothing; then the test above would see nothing."""
    assert ROOT / "pyproject.toml" in files_of_the_checkout()
