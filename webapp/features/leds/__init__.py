"""The LED finder: what the lamps show, tapped or chosen in words, and the states that fit."""
