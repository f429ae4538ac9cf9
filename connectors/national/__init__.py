"""The national registries, as endpoints: how records are delivered and how each registry's words become verdicts.

Every registry spoken to here is a MOCK: the push contracts of the real ones are not public.
"""
