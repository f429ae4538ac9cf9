"""The back-test of the forecast: simulated campaigns of named families, ours beside two peers."""
