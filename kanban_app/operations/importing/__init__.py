"""Import of a plant from spreadsheets, up to a checked draft.

`reading.read_plant` finds the tables (`files`, `recognising`, `mapping`), reads and checks them (`columns`, `cells`,
the tables), and answers a `Reading`; `proposal.with_proposed_loops` adds loops; `summary` says what would be created;
`book` writes it. Nothing here writes to a plant but `book`.
"""
