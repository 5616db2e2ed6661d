"""Which pin is which, and which wire goes where: sockets, cables and DIP blocks put together from the facts."""
