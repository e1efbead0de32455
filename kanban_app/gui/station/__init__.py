"""The screen of one station: what was scanned, what may be taken, what must be made next."""
