"""The commands of `lienthong`, one module for each group that belongs together."""
