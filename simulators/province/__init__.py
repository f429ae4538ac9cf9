"""A province that can be made again: seeded people, communes, records and planted errors, and the nights that follow.

`generate.build` writes it into a folder, `night.Night` lets days pass in it, the manifest tells the truth about it all.
"""
