"""Alarms: one page for each, and the lists by device."""
