"""One noun a file; everything is imported from here."""

from communities.models.community import Community
from communities.models.department import Department
from communities.models.owner import Owner
from communities.models.user import User

__all__ = ["Community", "Department", "Owner", "User"]
