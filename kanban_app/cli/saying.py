"""What the command line says, and with which exit code."""

from __future__ import annotations

import argparse
import json
import sys

DONE, FAILED, WRONG_USE, REFUSED = 0, 1, 2, 3


class WrongUse(Exception):
    """A command that can't be meant; its text says what would be."""


def say_failure(arguments: argparse.Namespace, code: str, message: str, exit_code: int) -> int:
    if getattr(arguments, "json", False):
        print_json({"result": "failed", "code": code, "message": message})
    else:
        sys.stderr.write(message + "\n")
    return exit_code


def print_json(value: object) -> None:
    print_line(json.dumps(value, ensure_ascii=not _shows_every_letter()))


def print_line(text: str) -> None:
    """Write a line; letters that an old terminal does not have are written as codes, for the booking is done."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def _shows_every_letter() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
