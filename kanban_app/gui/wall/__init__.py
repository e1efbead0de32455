"""The wall view: what a hall should start, readable from where people stand."""
