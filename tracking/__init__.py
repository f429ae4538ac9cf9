"""Are we there yet: campaigns and their deadlines, how far every unit is, and which dossiers and records lack each other."""
