"""From data to documents: pure functions, no files, no clock, no network."""
