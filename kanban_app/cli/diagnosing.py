"""The verb that tells what somebody who helps from afar needs to know."""

from __future__ import annotations

import argparse

from kanban_app.cli.opening import Opened
from kanban_app.cli.saying import DONE, print_json, print_line
from kanban_app.logs import default_folder


def diagnostics(arguments: argparse.Namespace) -> int:
    """Without a plant, of the program alone."""
    from kanban_app.operations.diagnostics import as_text, libraries, plant_facts, plant_trouble, program_facts
    from kanban_app.operations.plants import PlantProblem

    facts = program_facts(default_folder())
    if getattr(arguments, "plant", None) is not None or arguments.settings.last_plant:
        try:
            with Opened(arguments) as shop:
                facts += shop.read(plant_facts).result()
        except PlantProblem as problem:
            # That is when somebody needs them.
            facts += plant_trouble(problem)
    used = libraries()
    if arguments.json:
        named = {fact.name: fact.value for fact in facts}
        print_json({**named, "libraries": {library.name: library.version for library in used}})
    else:
        print_line(as_text(facts, used))
    return DONE
