"""Offers as they are posted on the sites of a world."""
