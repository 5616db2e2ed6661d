"""The troubleshooter: what is probably wrong, and the step that is worth most next."""
