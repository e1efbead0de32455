"""Till sales: files of tills into the cards, codes nobody knows, reports, a watched folder."""
