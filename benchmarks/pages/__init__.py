"""How fast a page answers with the history of a whole country behind it, beside a plain file from the same server."""
