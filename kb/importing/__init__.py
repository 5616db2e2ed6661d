"""Any manual's text → blocks → recognised facts → an edition draft that a person reviews."""
