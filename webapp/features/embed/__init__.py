"""The widget's side on our server: its loader, and every page again under /embed, made to stand in a frame."""
