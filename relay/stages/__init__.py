"""The steps a batch takes inside the province: pull, digitise, normalise, validate, stage. Each is one transaction and can be run again."""
