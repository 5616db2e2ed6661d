"""The keeper's desk: the state of the knowledge base, what people asked in vain, what they called wrong, what helped."""
