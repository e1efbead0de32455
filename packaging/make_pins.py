"""Writes packaging/pins/*.txt: every package, direct or not, at one version and with its files' hashes.

    make pins             adds and removes what pyproject.toml asks for, and keeps the other versions
    make pins UPGRADE=1   takes the newest version of everything

Runs on the oldest Python the program supports, because a dependency that only that one needs would be missing
otherwise; one too many does no harm on a newer one. The files name no index, no host and no folder: whoever
installs from them uses the index of their own choice, and the hashes say whether it served the same files.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINS = Path("packaging/pins")
PIP_TOOLS = "pip-tools==7.6.*"
OLDEST_PYTHON = (3, 11)

# Asked for by others on one system only. pip-compile sees the machine it runs on, and a file with hashes must
# name everything, so these are installed everywhere: both are small and pure Python.
OF_OTHER_SYSTEMS = ("tzdata", "colorama")

# What stays out of a file of pins: local wheels and other indexes have other files, so other hashes.
SETTINGS_LEFT_OUT = ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX", "PIP_CONSTRAINT")

ADDRESS = re.compile(r"://|--(?:extra-)?index-url|--find-links|--trusted-host|(?<![\w.-])/\w|[A-Za-z]:\\")


@dataclass(frozen=True, slots=True)
class PinFile:
    """One file of pins: its name, what it must contain, and the files whose versions it must share."""

    name: str
    requirements: tuple[str, ...]
    same_versions_as: tuple[str, ...] = ()


def pin_files(project: dict[str, object]) -> list[PinFile]:
    """Answers the files to write for the content of pyproject.toml, in the order in which they are made."""
    metadata = _table(project, "project")
    groups = _table(project, "dependency-groups")
    runtime = (*_without_system(_strings(metadata["dependencies"])), *OF_OTHER_SYSTEMS)
    build = _strings(_table(project, "build-system")["requires"])
    extras = _strings(_table(metadata, "optional-dependencies")["postgresql"])
    tools = (*_strings(groups["test"]), *_strings(groups["lint"]))
    return [
        PinFile("runtime.txt", runtime),
        PinFile("build.txt", build, ("runtime.txt",)),
        PinFile("development.txt", (*runtime, *build, *extras, *tools), ("runtime.txt", "build.txt")),
    ]


def addresses_in(content: str) -> list[str]:
    """Answers the lines of a file of pins that name an index, a host or a folder."""
    return [line for line in content.splitlines() if ADDRESS.search(line)]


def _without_system(requirements: tuple[str, ...]) -> tuple[str, ...]:
    """Answers the requirements less those that OF_OTHER_SYSTEMS names without a marker."""
    return tuple(one for one in requirements if one.split(";")[0].strip() not in OF_OTHER_SYSTEMS)


def _table(parent: dict[str, object], key: str) -> dict[str, object]:
    value = parent[key]
    assert isinstance(value, dict), key
    return value


def _strings(value: object) -> tuple[str, ...]:
    assert isinstance(value, list)
    return tuple(str(one) for one in value)


def _environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in SETTINGS_LEFT_OUT}
    # An index of one's own can still be given as PIP_INDEX_URL; what a configuration file adds can't be seen.
    return kept | {"PIP_CONFIG_FILE": os.devnull, "CUSTOM_COMPILE_COMMAND": "make pins"}


def _tools(folder: Path) -> Path:
    """Makes an environment with pip-tools in `folder`; answers its Python."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [str(python), "-m", "pip", "install", "--quiet", PIP_TOOLS]
    subprocess.run(install, check=True, env=_environment())
    return python


def _compile(python: Path, file: PinFile, *, upgrade: bool) -> None:
    target = PINS / file.name
    command = [str(python), "-m", "piptools", "compile", "-", "--output-file", target.as_posix()]
    command += ["--quiet", "--generate-hashes", "--strip-extras", "--allow-unsafe", "--newline=lf"]
    command += ["--no-emit-index-url", "--no-emit-trusted-host", "--no-emit-find-links", "--no-emit-options"]
    command += ["--resolver=backtracking", *(["--upgrade"] if upgrade else [])]
    command += [f"--constraint={(PINS / name).as_posix()}" for name in file.same_versions_as]
    wanted = "\n".join(file.requirements) + "\n"
    subprocess.run(command, input=wanted, text=True, check=True, env=_environment(), cwd=ROOT)
    (ROOT / target).write_text(_own_words((ROOT / target).read_text(encoding="utf-8")), encoding="utf-8")


def _own_words(content: str) -> str:
    """Answers the file with pyproject.toml, not the pipe it was read from, as the one who asks."""
    named = content.replace("-r -", "pyproject.toml")
    return re.sub(r"-c (?:\S*[\\/])?packaging[\\/]pins[\\/]", "-c packaging/pins/", named)


def main(arguments: list[str]) -> int:
    """Writes all files; answers 0, or 1 with a sentence if one of them came out naming an address."""
    if sys.version_info[:2] != OLDEST_PYTHON:
        print("make pins needs the oldest Python the program runs on: make pins PYTHON=python3.11")
        return 1
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (ROOT / PINS).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        python = _tools(Path(folder))
        for file in pin_files(project):
            _compile(python, file, upgrade="--upgrade" in arguments)
            found = addresses_in((ROOT / PINS / file.name).read_text(encoding="utf-8"))
            if found:
                print(f"{file.name} names an address: {found[0]}")
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
