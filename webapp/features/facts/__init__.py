"""Facts: one on its page, many by kind and device."""
