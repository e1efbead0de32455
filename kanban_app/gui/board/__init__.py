"""The plant board: all loops in flow order, one card a cell, and the life of one card at the side."""
