"""Imported drafts at the keeper's desk: upload, decide the doubtful rows beside the original, compare, publish."""
