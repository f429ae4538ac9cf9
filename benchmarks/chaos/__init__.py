"""`make chaos`: the product is killed, cut off and lied to at every point where its state can change, and judged from outside.

Promise: the judge reads the simulators' ledgers and the generator's manifest, never a table of ours; a run is told by its seed alone.
"""
