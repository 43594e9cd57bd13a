"""Which areas lie in Wales: every police area and every principal area, in either language, and no other."""

import pytest

from domain.providers.wales import POLICE_AREAS, PRINCIPAL_AREAS, in_wales


def test_there_are_four_police_areas_and_twenty_two_principal_areas() -> None:
    assert (len(POLICE_AREAS), len(PRINCIPAL_AREAS)) == (4, 22)


@pytest.mark.parametrize("name", [name for names in (*POLICE_AREAS, *PRINCIPAL_AREAS) for name in names])
def test_each_lies_in_wales_by_each_of_its_names_however_it_is_written(name: str) -> None:
    for written in (name, name.upper(), name.replace("-", " "), f"{name} Council", f"Cornwall and {name}"):
        assert in_wales(written), written


@pytest.mark.parametrize(
    "area",
    [
        "Wales",
        "De Cymru",
        "Probation in Wales",
        "Dyfed Powys",
        "City and County of Swansea",
        "Wrexham County Borough Council",
        "Bridgend, Neath Port Talbot & Swansea",
        "Gwynedd / Ynys Môn",
        "Conwy a Sir Ddinbych",
        "Gwynedd ac Ynys Môn",
        "Vale of Glamorgan",
        "Anglesey",
    ],
)
def test_an_area_that_names_one_of_them_lies_in_wales(area: str) -> None:
    assert in_wales(area)


@pytest.mark.parametrize(
    "area",
    [
        "",
        "-",
        "The North",
        "Newport Pagnell",
        "Conwy Road",
        "Cornwallis",
        "Isle of Wight",
        "Cheshire and Wirral",
        "York",
    ],
)
def test_another_area_does_not(area: str) -> None:
    assert not in_wales(area)
