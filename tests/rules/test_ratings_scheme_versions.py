"""Several versions of a scheme or of a kind of inspection: which applies on a day, and that none is ever lost."""

import re
from datetime import date
from pathlib import Path

import pytest

from domain.dated_rules.library import Library
from domain.frameworks import shipped_frameworks
from domain.inspections.kinds.protocol import parse_protocol
from domain.inspections.protocols import texts as protocol_texts
from domain.ratings import parse_scheme, shipped_schemes
from domain.ratings.schemes import texts as scheme_texts
from domain.refusals import Refused

SCHEMES = shipped_schemes()
KINDS = [parse_protocol(text, where=name) for name, text in sorted(protocol_texts().items())]

# What has shipped under a version may have been pinned. To change a shipped scheme or kind of inspection is to give it
# another version, and to add a line here, not to change one.
PINNED_SCHEMES = {
    "adult-crc-2018@1.0": "bd6086e5852a60e2f0992e9c420ac9172a9135830cc14fc5d0cdd278712f1371",
    "adult-nps-2018@1.0": "243c24c8793fb795913b99059513384ad6f2c7146bb16a619867da723560fe90",
    "care-services-2015@1.0": "2a180220f9de313261ef5b70a9ee7e1467951b3d7aebe4871947c2d4d21d617d",
    "criteria-2003@1.0": "dcdc35e5167f2089e0efaeb9fc9234d5ddf7670533f6d9fe02b7d96f22200fd0",
    "delivery-unit-2021@1.0": "9d54f3281c9f25b9c63e864f37128186846319c83b098a1188f48f372770ce62",
    "delivery-unit-2023@1.0": "388f83d1b7180d148d29ab1e151f3fb382a26a59724713eb2ffb421c7e4e20e3",
    "youth-2018@1.0": "2a6e15e3ee960e7c953bd574c82b8d182eb5d1b2091c307a1b581729abe099a8",
    "youth-2021@1.0": "b5d1ba8aa6f1b45ade46d6c7cc49ea4f663793fd34668af3b231ae943ab2b978",
}
PINNED_KINDS = {
    "crc-2018@1.2": "6290c4303c82c3f8d18028039e60375d26e980a9afd384eb05fdc62783c1250d",
    "crc-2018@1.1": "7790b48dfe07cddd39f1924ad1794976a611f0a917369b23d9e968ef30529654",
    "crc-2018@1.0": "078816a65ecb9ad1c421046194ad1b890b1cae3684e830d9394c210088791bd1",
    "effective-supervision-2003@1.1": "63a14620d1c9dc9f34b793cefe690f35186f835fd429d265224e7dedefa318d8",
    "effective-supervision-2003@1.0": "59c366031c86d13b6c003ab1aa370093fcb3304b625aac9531a3374efe266dba",
    "effective-supervision-follow-up-2004@1.1": "7c770b6f1dc74bcd6b2d97734092978056f0bfce626051aa4ec1a848b5d3572a",
    "effective-supervision-follow-up-2004@1.0": "f6675fd5e726cf51b69f3de41d1f20dd718ea1e21844f52f044e04f10b4060ec",
    "iaow-2014@1.2": "1ddc4d127a42f344a9460b91740dd52ab7dbfcce209e2a73e14eee42e896a3b7",
    "iaow-2014@1.1": "156f30029fc8705d9a8bac62754e9e36da19e9f1186557e106a4e9171e851ba1",
    "iaow-2014@1.0": "9df2fd6e814a9c65ad1370e24a6bbdc5cff9d415905d3852189d46e3d146f918",
    "iyow-full-joint-2012@1.2": "292240a75623a4d01afcf7a9d25316f7b056765105285894d3b5d8114b542fe0",
    "iyow-full-joint-2012@1.1": "a2b367bc4ff8bfb03d1513e323273e12e5e51141298ac86079e600673644efec",
    "iyow-full-joint-2012@1.0": "0ec6e01024396004265a2423d14ee22b2d566e15b59210149ded1d3455876376",
    "iyow-short-screening-2012@1.1": "85bdd22ef0ce40484bdb2a32f90afdb2f1f8c10f541ef6df7bab101d2e9ffd21",
    "iyow-short-screening-2012@1.0": "07e54aa52e60e10199ac5c83f2f46ab2535b7db1b9bc7a076566d83fcccca774",
    "joint-targeted-area@1.1": "f28f8bc17da25b3017893fb5643f82085bae4ee324bc2175b8ec28c79c2136fc",
    "joint-targeted-area@1.0": "b3109449762ed2b28b91dbbd9410ffe80cdd1486b8412f542360016d78221bfb",
    "nps-division-2018@1.2": "9209fee7b0cafc0bce4c752a88f9628202746ebaae25b422a04a82dbd051b94c",
    "nps-division-2018@1.1": "e62ada10d8371f553cc6e1a76327d1764f29a76a348b0e17c4b83fd2f5bb4cd7",
    "nps-division-2018@1.0": "90fd854889478dcee13f3b02a43e592f5ea3908962900b0ac7279b23d1d77866",
    "offender-management-in-prisons@1.2": "599e1fb0b861fbbb48ef11f14a0f81291dbb18a6fb00485fbedeaa2a11aac7ba",
    "offender-management-in-prisons@1.1": "3aab08a2d1a237f6f4e6d2ea7be882fa10fbe84006038b6fc937b1eac7443c32",
    "offender-management-in-prisons@1.0": "4ad83f5b81a2aa20c3890110e9e53c41010d4d845f1597393ab2c05bbcbed093",
    "pdu-2021@1.2": "ca077be75608ebd6895eb963d0c9cfa9266d80d6bef3281e7f3734403ec8c01c",
    "pdu-2021@1.1": "8d310d4927fef6984e5f863f0c45305dded66c8053ed40f45e367e5aab06ef91",
    "pdu-2021@1.0": "710382a99cbef14b8dce7027ba395246e5f3e6ca64c2ab450858ef795bfefbf9",
    "pdu-2023@1.2": "4acefb462c87f185ca8654716f5165379f655738c358d2a14878260a8e011c10",
    "pdu-2023@1.1": "1c65f1ea41cbaa1790adaffe5ef8a6bcb9168a41136fade7e020d1aff28aef67",
    "pdu-2023@1.0": "6b6d1b8e582750da09b52dfc51eede2061ecd7695f21745e7a660fca97c319cb",
    "pilot-2017@1.1": "84f23e42bb05d7345013bca947b50ed150221c1a4b482300a9fc16cb8d5d5654",
    "pilot-2017@1.0": "6dd6b361c9081dcdb28ad147044dcf7a0a882028920c88bd05216bca6756a3a0",
    "pilot-crc-2017@1.0": "0007b51e4bf8829337736697878a915ebe1d2f860ea89dad615731d4edf07f63",
    "quality-and-impact-2017@1.2": "9c6e32119f416ae46a45627affb1eea36a9c2ffcf689718d106476bdb77f5dd6",
    "quality-and-impact-2017@1.1": "c8cdcc50ee09edd1ecf9c1c2cb5db167625120f9eaa87b9b212d32ca9b601b68",
    "quality-and-impact-2017@1.0": "4ffb1300f3f61215b7da6254940f0f25a3fa7ad315ad802f3bac423fc4bde69a",
    "special-inquiry@1.1": "9439fb08c9642cb07157f30571a85d7620780cede346a2477e738c1cde95d00c",
    "special-inquiry@1.0": "01b8246571c66bc8f702ec99e4393b8a54d65f29bdb1e64f9c95e3d6f932a075",
    "thematic@1.2": "3dd265095ec7a9a894fbb936cbcc7a0781b330ef6fe5c6dd247ae3b6a0dc582b",
    "thematic@1.1": "5f55b71b28a328ed90457816331948cc591212de44958b702f3bd99b0f7d67d1",
    "thematic@1.0": "d29af9cc08a49ce542c001b6281fcdf12ce44c8f303dc15f9a3727ea5aa16621",
    "yot-2018@1.2": "21878e69a288a97321c446712993a7a37b1ca3cd8fcf10b6403826243188a54d",
    "yot-2018@1.1": "d95d00c55a4ac1334d0e7a049a302766cc3c850245e161ecc04dba2d630b3c3b",
    "yot-2018@1.0": "c082970726455e8481bad19e82ef8ce7d06ea4f6125844172d8022a1e779b0db",
    "yot-2021@1.2": "7fe5f2d6ff152a73120dd92484e0e19f0e2f43da02e93961d5aad03764d3ebb4",
    "yot-2021@1.1": "a6ca7613aa14de01155f5694e8b7bec43ab801e40f3950ff9ad25c6646efdb32",
    "yot-2021@1.0": "190f180125411049927a7d2fc06bdb78d385908696427db8d9ce79e8358907b6",
}


def scheme(*changes: tuple[str, str]) -> bytes:
    text = scheme_texts()["adult-crc-2018.toml"].decode()
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.encode()


def in_version(version: str, *changes: tuple[str, str]) -> bytes:
    return scheme(('version = "1.0"', f'version = "{version}"'), *changes)


FIRST = parse_scheme(scheme(), where="first")
SECOND = parse_scheme(in_version("2.0", ("from = 2018-04-01", "from = 2020-04-01")), where="second")
TENTH = parse_scheme(in_version("10.0", ("from = 2018-04-01", "from = 2020-04-01")), where="tenth")
DRAFT = parse_scheme(in_version("11.0", ('status = "in-force"', 'status = "proposed"')), where="draft")


def test_no_scheme_that_has_shipped_is_changed_or_lost() -> None:
    assert {f"{each.id}@{each.version}": each.digest for each in SCHEMES.values()} == PINNED_SCHEMES


def test_the_digests_that_the_documentation_gives_are_those_of_what_ships() -> None:
    """Whoever checks a dossier compares with these."""
    told = Path("docs/schemes.md").read_text(encoding="utf-8").split("## The digests of what ships")[1]
    tables = [re.findall(r"^\| `(.+?)` \| (.+?) \| `(.+?)` \|$", each, re.M) for each in told.split("\n\n|")]
    schemes, frameworks = (rows for rows in tables if rows)
    assert schemes == [(each.id, each.version, each.digest) for _, each in sorted(SCHEMES.items())]
    shipped = sorted(shipped_frameworks().items())
    assert frameworks == [(each.id, each.version, each.digest) for _, each in shipped]


def test_no_kind_of_inspection_that_has_shipped_is_changed_or_lost() -> None:
    assert {f"{each.id}@{each.version}": each.digest for each in KINDS} == PINNED_KINDS


def test_the_version_in_force_on_a_day_is_used_and_every_one_is_found_by_its_digest() -> None:
    library = Library.of(schemes=[TENTH, DRAFT, FIRST, SECOND])
    assert library.scheme(FIRST.id, on=date(2018, 3, 31)) is None
    assert library.scheme(FIRST.id, on=date(2018, 4, 1)) == FIRST
    assert library.scheme(FIRST.id, on=date(2020, 3, 31)) == FIRST
    assert library.scheme(FIRST.id, on=date(2020, 4, 1)) == TENTH, "as a number, 10 comes after 2"
    assert library.scheme(FIRST.id) == TENTH
    assert library.scheme_version(FIRST.id, "11.0") == DRAFT
    assert library.scheme_version(FIRST.id, "3") is None
    assert library.schemes() == (DRAFT, FIRST, SECOND, TENTH)
    for each in library.schemes():
        assert library.scheme_with(each.digest) == each


def test_the_kind_of_inspection_in_force_on_a_day_is_used_and_every_one_is_found_by_its_digest() -> None:
    first = KINDS[0]
    ended = first.with_(status="retired", retired_from=date(2020, 4, 1))
    second = first.with_(version="2.0", in_force_from=date(2020, 4, 1))
    library = Library.of([second, ended])
    assert library.protocol(first.id, on=date(2020, 3, 31)) == ended
    assert library.protocol(first.id, on=date(2020, 4, 1)) == second
    assert library.protocol(first.id, on=date(2018, 3, 31)) is None
    assert library.protocols() == (second,)
    assert [library.protocol_with(each.digest) for each in (first, second)] == [ended, second]


def test_a_version_is_there_once_and_what_was_retired_stays_so() -> None:
    retired = scheme(('status = "in-force"', 'status = "retired"\nin_force_to = 2021-06-25'))
    ended = parse_scheme(retired, where="retired")
    assert ended.digest == FIRST.digest
    for both in ([FIRST, ended], [ended, FIRST]):
        assert Library.of(schemes=both).schemes() == (ended,)


def test_two_contents_under_one_version_are_refused() -> None:
    other = parse_scheme(
        scheme(('title = "Probation: community', 'title = "Another: community')), where="other"
    )
    with pytest.raises(Refused, match=r"adult-crc-2018 version 1\.0") as refused:
        Library.of(schemes=[FIRST, other])
    assert refused.value.refusal.code == "same-version-twice"


@pytest.mark.parametrize("id_", [each.id for each in SCHEMES.values() if each.framework])
def test_a_scheme_is_in_force_on_the_days_of_its_framework(id_: str) -> None:
    rules, framework = SCHEMES[id_], shipped_frameworks()[str(SCHEMES[id_].framework)]
    assert (rules.status, rules.in_force_from) == (framework.status, framework.in_force_from)
    days = [rules.in_force_from, framework.retired_on, rules.in_force_to, date(2030, 1, 1)]
    for day in (each for each in days if each is not None):
        assert rules.applies_on(day) == framework.applies_on(day), day


def test_a_retired_scheme_or_kind_says_its_last_day() -> None:
    with pytest.raises(Refused, match=r"mine\.toml, line \d+: in_force_to is missing") as refused:
        parse_scheme(scheme(('status = "in-force"', 'status = "retired"')), where="mine.toml")
    assert refused.value.refusal.code == "scheme-invalid"
    kind = protocol_texts()["crc-2018.toml"].replace(b'"in-force"', b'"retired"')
    with pytest.raises(Refused, match=r"mine\.toml, retired_from: it is missing"):
        parse_protocol(kind, where="mine.toml")


def test_a_number_with_thousands_of_digits_is_refused_with_its_line() -> None:
    endless = scheme(('version = "1.0"', f"version = {'9' * 5000}"))
    with pytest.raises(Refused, match=r"mine\.toml, line 2: a number with too many digits") as refused:
        parse_scheme(endless, where="mine.toml")
    assert refused.value.refusal.code == "scheme-not-toml"


def test_what_is_not_confirmed_stands_in_the_notes_and_not_in_a_comment() -> None:
    folder = Path(__file__).parents[2] / "domain" / "ratings" / "schemes"
    for file in sorted(folder.glob("*.toml")):
        comments = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
        assert not any("confirmed" in line or "certain" in line for line in comments), file.name
