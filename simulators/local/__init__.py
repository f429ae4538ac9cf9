"""The local systems of the simulated province: one-stop (REST), civil-status database (SQLite), drop folder (files)."""
