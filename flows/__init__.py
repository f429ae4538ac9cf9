"""What was agreed: which source, contract, suite and endpoint make a flow, and when it runs. The one composition root."""
