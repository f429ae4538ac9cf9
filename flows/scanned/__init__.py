"""Scans beside records: what a flow's records name is read, set beside what they say, fills gaps, and where it disagrees goes to people."""
