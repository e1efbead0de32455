"""Loops, items and stations: the lists they stand in, and the forms that make and change them."""
