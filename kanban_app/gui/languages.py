"""Which languages this copy of the program speaks."""

from __future__ import annotations

from kanban_app import i18n, resources


def spoken() -> dict[str, str]:
    """Language code -> its own name: English, and every other one whose texts lie beside the program."""
    return {code: name for code, name in i18n.LANGUAGES.items() if code == "en" or _has_texts(code)}


def _has_texts(code: str) -> bool:
    try:
        resources.path(f"locale/{code}/LC_MESSAGES/kanban_app.mo")
    except FileNotFoundError:
        return False
    return True
