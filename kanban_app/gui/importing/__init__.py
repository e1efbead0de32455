"""Importing: files in, problems and proposed loops shown, booked when it fits."""
