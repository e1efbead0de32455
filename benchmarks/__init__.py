"""What this program costs, always beside the barest way to do the same work in the same run: `python -m benchmarks`."""
