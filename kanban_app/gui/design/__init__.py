"""The screen on which a card design is edited."""
