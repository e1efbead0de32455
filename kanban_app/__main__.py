"""`python -m kanban_app` is the same program as `kanban-app`."""

from __future__ import annotations

import sys

from kanban_app.cli import main

sys.exit(main())
