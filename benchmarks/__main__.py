"""`python -m benchmarks`: run them all, or some, and print what was found."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from benchmarks.reporting import NotMeasured, Scale, Table, machine

# Each module is imported when its turn comes, so that one that breaks does not take the others with it.
BENCHMARKS = {
    "bookings": "a booked scan and a cascade of seven cards",
    "key_to_paint": "from the scanner's last key to the painted answer",
    "first_frame": "from the start to the first frame",
    "board_painting": "one changed card, and the whole board",
    "memory_use": "memory of a loaded board",
    "auditing": "the audit",
    "order_import": "an import of order lines",
    "order_pegs": "a line made to order through a whole BOM",
    "till_import": "a till file into the cards",
    "card_printing": "cards to PDF",
}
CARD_COUNTS = (100, 1_000, 10_000, 50_000)
LEDGER_COUNTS = (0, 1_000_000, 10_000_000)
_SMALLEST_LEDGER = 2_000


def main(argv: Sequence[str] | None = None) -> int:
    """Run what was asked for; 1 when something broke."""
    arguments = _parsed(argv)
    facts = machine()
    print("\n".join(f"{name}: {value}" for name, value in facts.items()), flush=True)
    results: dict[str, object] = {"machine": facts}
    broken = []
    for name in arguments.only or BENCHMARKS:
        print(f"\n== {name}: {BENCHMARKS[name]}", flush=True)
        start = perf_counter()
        tables, problem = _run(name, _scale(arguments))
        for table in tables:
            print(f"\n{table.text()}", flush=True)
        print(f"\n{problem or 'done'} after {perf_counter() - start:.0f} s", flush=True)
        results[name] = [{"title": table.title, "target": table.target, "rows": table.rows} for table in tables]
        if problem.startswith("BROKEN"):
            broken.append(name)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if broken:
        print(f"\nBroken: {', '.join(broken)}")
    return 1 if broken else 0


def _parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="each once at its smallest size: does it still run?")
    parser.add_argument("--only", action="append", choices=sorted(BENCHMARKS), help="this one; may be given again")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--sizes", type=int, nargs="+", metavar="CARDS", help="numbers of cards")
    parser.add_argument("--ledgers", type=int, nargs="+", metavar="ENTRIES", help="lengths of the ledger")
    parser.add_argument("--folder", type=Path, help="where the plants are made; the system's temporary folder if not")
    return parser.parse_args(argv)


def _scale(arguments: argparse.Namespace) -> Scale:
    cards = (CARD_COUNTS[0],) if arguments.smoke else CARD_COUNTS
    ledgers = (0, _SMALLEST_LEDGER) if arguments.smoke else LEDGER_COUNTS
    folder = arguments.folder or Path(tempfile.gettempdir())
    return Scale(tuple(arguments.sizes or cards), tuple(arguments.ledgers or ledgers), folder, arguments.smoke)


def _run(name: str, scale: Scale) -> tuple[list[Table], str]:
    """The tables of one benchmark and what kept it from running, if anything did."""
    try:
        return importlib.import_module(f"benchmarks.{name}").measure(scale), ""
    except NotMeasured as reason:
        return [], f"not measured here: {reason}"
    except Exception:  # noqa: BLE001 - told, and the others still run
        traceback.print_exc()
        return [], "BROKEN"


if __name__ == "__main__":
    sys.exit(main())
