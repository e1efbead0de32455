"""Paper: from domain values to the bytes of a PDF.

`check` says before printing what a card cannot carry, `render` makes the document.
"""
