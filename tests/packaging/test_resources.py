"""The files that are not code are found by name, and only those of the program."""

from __future__ import annotations

import pytest

from kanban_app import resources
from tests.architecture.sources import ROOT


def test_a_file_of_the_resources_is_found_by_its_name() -> None:
    assert resources.path("README.md") == ROOT / "resources" / "README.md"


def test_a_folder_of_the_resources_is_found_too() -> None:
    assert resources.path("locale").is_dir()


def test_a_file_that_does_not_exist_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"fonts/Wingdings\.ttf"):
        resources.path("fonts/Wingdings.ttf")


@pytest.mark.parametrize(
    "name",
    [
        "../pyproject.toml",
        "locale/../../pyproject.toml",
        "/etc/hostname",
        "..\\pyproject.toml",
        "C:README.md",
    ],
)
def test_a_name_that_leads_out_of_the_resources_finds_nothing(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        resources.path(name)
