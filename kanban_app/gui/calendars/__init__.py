"""Working time: the shifts of the week, days off and holidays, of the plant or of one station."""
