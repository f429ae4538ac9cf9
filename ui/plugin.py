"""The pages inside Airflow: mounted under /lienthong, behind Airflow's login, each with an entry in its navigation.

Airflow does not guard what a plugin mounts, so every route of ours asks Airflow who is there before anything else.
"""

from __future__ import annotations

from airflow.api_fastapi.core_api.security import GetUserDep
from airflow.plugins_manager import AirflowPlugin

from ui.app import create_app

PREFIX = "/lienthong"
CATEGORY = "Liên Thông"
FIRST = "progress"

#: page → its name in Airflow's navigation, which knows one language only and cuts what stands by itself after ten letters.
ENTRIES = {
    "progress": "Tiến độ",
    "quality": "Chất lượng · Quality",
    "desk": "Bàn sửa · Correction desk",
    "deliveries": "Gửi nhận · Deliveries",
    "indices": "Chỉ số · Indices",
    "overdue": "Quá hạn · Overdue",
    "leads": "Chủ động · Leads",
    "passport": "Lý lịch bản ghi · Passport",
}


async def airflow_user(user: GetUserDep) -> str:
    """The name of the user who is signed in to Airflow. Raises HTTPException 401 or 403 when nobody is."""
    return user.get_name()


APPS = [{"app": create_app(airflow_user), "url_prefix": PREFIX, "name": "Liên Thông"}]
VIEWS = [
    {
        "name": title,
        "href": f"{PREFIX.lstrip('/')}/{page}",
        "destination": "nav",
        "url_route": f"lienthong-{page}",
        # What a leader opens stands by itself, the rest under our name.
        **({"nav_top_level": True} if page == FIRST else {"category": CATEGORY}),
    }
    for page, title in ENTRIES.items()
]


class LienThongPlugin(AirflowPlugin):
    """Mounts the pages."""

    name = "lienthong"
    fastapi_apps = APPS
    external_views = VIEWS
