"""The flow map: stations and loops as a picture of the plant, with goods, signals and stock as they are now."""
