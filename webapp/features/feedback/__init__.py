"""Was this right? Two buttons under an answer."""
