"""How suites are declared and run; the suites themselves are the modules one level up, one per contract."""
