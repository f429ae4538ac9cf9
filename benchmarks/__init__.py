"""Speed of the engine beside its peers, measured from outside: every reading is taken from a process of its own."""
