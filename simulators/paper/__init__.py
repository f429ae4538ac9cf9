"""Scanned paper of the outside world: four forms in Vietnamese, worn as scans are, with the truth about every page.

`from simulators.paper.page import draw`, or `python -m simulators.paper --help`. All values are invented.
"""
