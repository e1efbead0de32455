"""The command palette (Ctrl+K): every action by its name, and the way to cards, items and stations."""
