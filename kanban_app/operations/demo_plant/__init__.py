"""The demo plant: a small toy works that makes wooden trains and ducks, with four weeks of lived history."""
