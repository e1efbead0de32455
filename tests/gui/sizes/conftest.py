"""What the walks through all sizes share."""

from __future__ import annotations

import gettext
from collections.abc import Callable

import pytest

from kanban_app import i18n


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Callable[[type[gettext.NullTranslations]], None]:
    return lambda catalogue: monkeypatch.setattr(i18n._Current, "catalogue", catalogue())
