"""The worklist: records held back, as an Excel workbook that a clerk fills in without the network, and reads back as decisions.

`sheet` writes it, `reading` reads it back, `answering` marks every row with what became of it. Pure functions over data; `layout` says
what stands where, `opening` refuses files that are none of ours, `cells` says what a filled-in cell means.
"""
