"""Hostile answers: real clients against answers that were true once and have been spoilt; none may crash or be believed."""
