"""The print list: what waits for paper at each source, and why."""
