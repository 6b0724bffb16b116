"""Wordings of offers with their slots, and what stands under several names."""
