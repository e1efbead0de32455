"""What is seen while no plant is open."""
