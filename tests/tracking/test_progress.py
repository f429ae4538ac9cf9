"""Counts, states and the JSON of progress, on both databases."""

from __future__ import annotations

import importlib.util
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from relay.delivery.push import push
from relay.delivery.receipts import link
from relay.errors import FatalError
from relay.stages.normalise import normalise
from relay.stages.pull import pull
from relay.stages.stage import stage
from relay.stages.validate import validate
from relay.store import Store, tables
from tests.tracking.filling import FLOWS, TODAY, Filling, campaign, plain_names
from tracking.campaigns import local_today
from tracking.counts import Counts, count_flow
from tracking.progress import measure, progress
from tracking.snapshot import snapshot

MAY_10 = datetime(2025, 5, 10, 3, tzinfo=UTC)
LATE_MAY_31 = datetime(2025, 5, 31, 16, 59, 59, tzinfo=UTC)
EARLY_JUNE_1 = datetime(2025, 5, 31, 17, 0, tzinfo=UTC)
