"""The outside world for development: local systems and MOCK national endpoints as real HTTP services.

Nothing here imports the product, and nothing of the product imports this: both sides meet on the wire only.
"""
