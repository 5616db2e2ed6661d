"""Which lamp state is it: from what was seen, lamp by lamp, and from a rhythm that was tapped."""
