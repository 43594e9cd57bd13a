"""Where somebody may still name the seed of a draw: only where the kind of inspection says so, and why.

A seed that somebody names is a choice of cases, for whoever names it can try as many as they like. So a list is handed
in and closed, and its seed follows from the record. The kinds that shipped first did not know lists that are handed in;
inspections that are bound to them go on as they began, and ``assay samples check`` says NO to their seeds.
"""

from domain.inspections.kinds.parts import Population
from domain.inspections.kinds.protocol import Protocol

__all__ = ["FIRST_KINDS", "may_name_a_seed"]

FIRST_KINDS = frozenset(
    {
        "078816a65ecb9ad1c421046194ad1b890b1cae3684e830d9394c210088791bd1",  # crc-2018
        "59c366031c86d13b6c003ab1aa370093fcb3304b625aac9531a3374efe266dba",  # effective-supervision-2003
        "9df2fd6e814a9c65ad1370e24a6bbdc5cff9d415905d3852189d46e3d146f918",  # iaow-2014
        "0ec6e01024396004265a2423d14ee22b2d566e15b59210149ded1d3455876376",  # iyow-full-joint-2012
        "90fd854889478dcee13f3b02a43e592f5ea3908962900b0ac7279b23d1d77866",  # nps-division-2018
        "4ad83f5b81a2aa20c3890110e9e53c41010d4d845f1597393ab2c05bbcbed093",  # offender-management-in-prisons
        "710382a99cbef14b8dce7027ba395246e5f3e6ca64c2ab450858ef795bfefbf9",  # pdu-2021
        "6b6d1b8e582750da09b52dfc51eede2061ecd7695f21745e7a660fca97c319cb",  # pdu-2023
        "6dd6b361c9081dcdb28ad147044dcf7a0a882028920c88bd05216bca6756a3a0",  # pilot-2017
        "d29af9cc08a49ce542c001b6281fcdf12ce44c8f303dc15f9a3727ea5aa16621",  # thematic
        "c082970726455e8481bad19e82ef8ce7d06ea4f6125844172d8022a1e779b0db",  # yot-2018
        "190f180125411049927a7d2fc06bdb78d385908696427db8d9ce79e8358907b6",  # yot-2021
    }
)
"""The digests of their versions 1.0, of which each has a later one that is in force."""


def may_name_a_seed(protocol: Protocol, population: Population) -> bool:
    """Whether whoever draws from a list of this kind may name the seed."""
    if population.asks_of_the_list:
        return False
    return population.named_seed is not None or protocol.digest in FIRST_KINDS
