"""Links in texts: made for one conversation, opened by whoever holds them, ended. They can only submit."""
