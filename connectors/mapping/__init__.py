"""From a local system's raw records to the contract's fields: translation only, nothing is judged and nothing guessed.

One module per contract, with the contract's name, offers `mapping(secret)`; `mapping_for` finds it by name.
"""

from __future__ import annotations

import importlib

from relay.model import RecordMapping


def mapping_for(contract: str, secret: str) -> RecordMapping:
    """The mapping of a contract; `secret` keys the hashes of personal numbers. Raises ModuleNotFoundError for a contract without."""
    made: RecordMapping = importlib.import_module(f"connectors.mapping.{contract}").mapping(secret)
    return made
