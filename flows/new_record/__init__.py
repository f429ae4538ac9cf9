"""`lienthong new-record`: the files of a record type that is still to be described. `templates` holds them, by where they go."""
