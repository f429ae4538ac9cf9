"""The province's own settlement systems: how they are read, and how receipts are carried back to them."""
