"""One module a page: its addresses, what they may be asked, and the tables they show."""
