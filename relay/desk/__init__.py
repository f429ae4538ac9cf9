"""The correction desk: what people decide about records held back. One person proposes, a second one approves, and the record goes on.

`decisions` is what was proposed and by whom, `carrying` makes approved ones happen, `corrections` is what the stages ask for on the way.
"""
