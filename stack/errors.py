"""The one error of the local stack.

Promise: its message is one sentence for the person at the terminal, naming what is missing and where to look.
"""


class StackError(Exception):
    """The stack cannot start, stop or finish its night."""
