"""How well paper becomes data: what was read, what of it people found right or wrong, and what follows for the thresholds."""
