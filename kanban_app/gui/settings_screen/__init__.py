"""The screen F10: settings of the plant and of this terminal."""
