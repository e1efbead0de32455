"""What can be done with a plant, one file per group of verbs; `shop` is the only door for window and terminal."""
