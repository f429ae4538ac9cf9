"""How each outside system is talked to: local settlement systems, national registries, and the translation between them."""
