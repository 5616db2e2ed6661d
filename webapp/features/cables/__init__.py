"""The cable builder: two ends in, ports, wires, DIP blocks and checks out."""
