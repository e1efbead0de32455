"""Buying: what waits, what was ordered, what suppliers ask for."""
