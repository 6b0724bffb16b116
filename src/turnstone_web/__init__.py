"""The workbench: a web application over the runs of a workspace and over what a unit decides."""
