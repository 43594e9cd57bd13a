"""What is private, on pages: whether a visitor may be shown it, asked of the staff record as it stands today."""

from activities.commanding.concerning import Concerning
from activities.privacy.seeing import may_be_shown
from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from domain.people.authority import SIGHT
from domain.privacy.boxes import Category

__all__ = ["sees"]


def sees(house: House, visitor: Visitor, category: Category, about: str) -> bool:
    """Whether somebody may be shown a class of personal data, in one of the roles that are theirs today.

    Args:
        house: the installation.
        visitor: who looks.
        category: the class of data.
        about: the stream that it belongs to: a case, an inspection.
    """
    services = house.services
    concern = Concerning(services.records, services.library).about(about, afresh=True)
    today = today_in_london(services)
    return any(
        may_be_shown(services.records, visitor.id, role, category, today, concern) is None
        for role in visitor.roles
        if role in SIGHT[category]
    )
