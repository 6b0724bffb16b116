"""Turnstone: market data that its user lawfully holds in; traced and ranked leads about organised exploitation out."""

__version__ = "0.1.0"
