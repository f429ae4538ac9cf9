"""Delivery: from the outbox to an endpoint's receipt, and back to the local system. No clear answer is never taken for success."""
