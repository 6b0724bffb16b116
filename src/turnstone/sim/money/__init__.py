"""Who pays whom: statements in three forms, card and cash events, a chain."""
