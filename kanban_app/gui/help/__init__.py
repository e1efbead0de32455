"""Help (F1): what a screen is for, its keys, what shapes and colours mean, the scanner test, about the program."""
