"""The history: every entry of the ledger, what caused it and what followed, and the board as it was at any moment."""
