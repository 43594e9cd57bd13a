"""The doctor says where all visitors count as one, as nothing says which web server stands before the pages."""

import pytest

from adapters.outbound.doctor.pages import of_visitors

HTTPS, PLAIN = "https://assay.example.gov.uk", "http://127.0.0.1:8080"


@pytest.mark.parametrize(
    ("origin", "trusted", "verdict"),
    [
        (None, (), None),
        (PLAIN, (), None),
        (HTTPS, (), "note"),
        (HTTPS, ("10.1.2.0/24",), "good"),
    ],
)
def test_a_web_server_before_the_pages_is_to_be_named(
    origin: str | None, trusted: tuple[str, ...], verdict: str | None
) -> None:
    said = of_visitors(origin, trusted)
    assert (said.verdict if said else None) == verdict
    assert said is None or ("10.1.2.0/24" in said.found) == bool(trusted)
