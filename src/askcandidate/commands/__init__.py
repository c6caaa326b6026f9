"""One thin module a command: options in, one core function called, the result written."""
