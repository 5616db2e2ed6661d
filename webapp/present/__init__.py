"""From facts to what a template needs: links, lamps, cards, groups. No template computes."""
