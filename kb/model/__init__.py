"""Types only: what a manual, a fact and a device are. No module here reads a file."""
