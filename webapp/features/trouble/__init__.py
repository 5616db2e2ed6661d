"""The troubleshooter: one question at a time, every answer in the address."""
