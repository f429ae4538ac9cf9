"""What a record is: one contract per record type, code lists, identifiers, dates, names and units through time.

Shape and code lists are judged here and nowhere else; whether a well-shaped record is plausible is judged in expectations.
"""
