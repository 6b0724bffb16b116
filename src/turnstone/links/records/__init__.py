"""Records of persons or organisations: which rows are one. See docs/explanation/who-is-the-same.md."""
