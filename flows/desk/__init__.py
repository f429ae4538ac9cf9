"""The correction desk: what is held back and why, its values for those who may see them, and decisions by two persons.

`causes` counts, `records` lists and shows, `fields` reads what a person typed, `foresight` tells what a decision would do, `deciding`
asks who may and writes it down.
"""
