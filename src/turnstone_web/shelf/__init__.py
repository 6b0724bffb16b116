"""A run's read index: what pages show, ready to be looked up. Made from the run's tables; can be made again at any time."""
