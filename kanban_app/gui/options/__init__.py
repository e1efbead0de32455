"""What items offer that are assembled to order: the lists of choices, and choosing."""
