"""Tools for those who work on the program: pictures to compare with the approved ones."""
