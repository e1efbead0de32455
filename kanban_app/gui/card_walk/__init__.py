"""The card walk: from place to place, what should hang there, what does, and setting it right."""
