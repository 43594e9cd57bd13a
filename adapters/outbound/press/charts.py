"""Charts as drawings: a bar for each key question, told apart by pattern and by number, never by colour alone."""

from html import escape

__all__ = ["bar"]

_WIDTH, _HEIGHT, _TOP, _THICK = 600, 62, 20, 24
_FONT = "Libertinus Serif, Georgia, serif"


def bar(yes: int, no: int, of: int, edges: tuple[int, ...], alternative: str) -> str:
    """A bar with the cases answered yes, filled, and those answered no, hatched; with a mark at each edge of a band.

    Args:
        yes: how many cases were answered yes.
        no: how many no.
        of: of how many the share of yes is; what is neither yes nor no is left blank.
        edges: the per cents at which a band begins.
        alternative: what it shows, in words.

    Returns:
        The drawing, as SVG.
    """
    # In whole units of the drawing; the numbers beside the bar are exact.
    filled = _WIDTH * yes // of if of else 0
    end = _WIDTH * (yes + no) // of if of else _WIDTH
    marks = "".join(
        f'<path d="M{_WIDTH * edge // 100} {_TOP - 6}V{_TOP + _THICK + 6}" stroke="#0b0c0c" stroke-width="2" '
        f'stroke-dasharray="3 2"/><text x="{_WIDTH * edge // 100}" y="{_TOP + _THICK + 18}" font-size="13" '
        f'text-anchor="middle" font-family="{_FONT}" fill="#0b0c0c">{edge}</text>'
        for edge in edges
    )
    hatches = "".join(
        f'<path d="M{x} {_TOP + _THICK}L{min(x + _THICK, end)} {_TOP + max(0, x + _THICK - end)}" '
        'stroke="#0b0c0c" stroke-width="1.5"/>'
        for x in range(filled + 4, end, 8)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 0 {_WIDTH + 24} {_HEIGHT + 2}" role="img" '
        f'aria-label="{escape(alternative)}"><title>{escape(alternative)}</title>'
        f'<rect x="0" y="{_TOP}" width="{_WIDTH}" height="{_THICK}" fill="#ffffff" stroke="#0b0c0c"/>{hatches}'
        f'<rect x="0" y="{_TOP}" width="{filled}" height="{_THICK}" fill="#1d4f91" stroke="#0b0c0c"/>'
        f'{marks}<text x="0" y="14" font-size="15" font-family="{_FONT}" fill="#0b0c0c">{yes}</text>'
        f'<text x="{end}" y="14" font-size="15" text-anchor="end" font-family="{_FONT}" fill="#0b0c0c">{no}</text>'
        "</svg>"
    )
