"""The plant's papers besides cards: lists, hand-over, labels, poster, network-down pack. Knows domain values only."""
