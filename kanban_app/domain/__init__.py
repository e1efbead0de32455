"""The rules of pull production with kanban cards: plain Python, no I/O, no clock, no third party.

Where to look: `stations`, `items`, `loops`, `cards` hold the nouns; `structure` ties them together;
`booking` is one command and its cascade; `scanning`, `reverting`, `loop_changes`, `replacing` are the commands
that need more than one step; `refusals` says why nothing happened; `ledger` replays and checks;
`board` is what a screen shows; `sizing` computes card counts; `codes` reads what a scanner sent.
"""
