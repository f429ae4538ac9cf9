"""One parcel of one holder under two certificates. Several holders of one certificate are several rows, and so are its parcels."""

from __future__ import annotations

from tracking.duplicates.declared import UNIT, Compared, Field

COMPARED = Compared(
    fields=(
        Field(UNIT, "same", 1),
        Field("map_sheet", "same", 1.5),
        Field("map_parcel", "same", 1.5),
        Field("area", "same", 2),
        Field("holder_id", "number", 2),
        Field("holder_name", "name", 2),
        Field("organisation_id", "number", 2),
        Field("certificate_serial", "number", 1),
        Field("land_use_1", "same", 0.5),
    ),
    blocks=(
        (UNIT, "map_sheet", "map_parcel"),
        ("holder_id", "area"),
        ("organisation_id", "area"),
        (UNIT, "holder_name:bare", "area"),
    ),
    threshold=0.8,
    least=7,
    names=("holder_name",),
    together=("certificate_serial",),
    apart=("holder_id", "organisation_id"),
    never=("map_parcel",),
)
