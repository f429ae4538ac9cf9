"""Evidence that stands on its own: a hash chain, signed heads, and proofs that one message is part of an event. Knows no database."""
