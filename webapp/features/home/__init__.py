"""The front page: one search box, four doors, the devices."""
