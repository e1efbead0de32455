"""Alembic's migrations of the plant file: plain operations on frozen definitions, never the live tables."""
