"""A synthetic market: files in the sources' own formats, and the truth apart. No stage may see it."""
