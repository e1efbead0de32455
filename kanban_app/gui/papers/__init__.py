"""The plant's papers besides cards: chosen, looked at as they will be, saved as PDF."""
