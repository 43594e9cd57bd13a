"""A drawing in millimetres, written as SVG by hand: shapes, text, and what they are, said in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Final

__all__ = ["DARK", "INK", "LETTER", "LIGHT", "PALE", "RULED", "Drawing", "shortened", "squeezed", "wrapped"]

INK: Final = "#0b0c0c"
DARK: Final = "#1d4f82"
LIGHT: Final = "#d5e4f3"
PALE: Final = "#eef1f3"
RULED: Final = "#b1b4b6"
LETTER: Final = 0.62
"""How wide a letter is on average, in parts of its height; a little more than it is, so that nothing runs over."""


class Drawing:
    """Shapes that are added one upon the other. All lengths are in millimetres."""

    def __init__(self, width: float, height: float, title: str, description: str) -> None:
        """Begin an empty drawing.

        Args:
            width: its width.
            height: its height.
            title: what it is called.
            description: what it shows, for whoever does not see it.
        """
        self._head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_mm(width)}mm" height="{_mm(height)}mm" '
            f'viewBox="0 0 {_mm(width)} {_mm(height)}" role="graphics-document document" lang="en-GB" '
            f'font-family="Arial, Helvetica, sans-serif" fill="{INK}">'
            f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
            f'<defs><pattern id="hatched" width="1.6" height="1.6" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><path d="M0 0V1.6" stroke="#6b7276" stroke-width="0.5"/></pattern>'
            f'<pattern id="dotted" width="1.5" height="1.5" patternUnits="userSpaceOnUse">'
            f'<circle cx="0.75" cy="0.75" r="0.25" fill="#8a9195"/></pattern></defs>'
            f'<rect width="{_mm(width)}" height="{_mm(height)}" fill="#ffffff"/>'
        )
        self._parts: list[str] = []

    def svg(self) -> str:
        """The drawing as SVG."""
        return f"{self._head}{''.join(self._parts)}</svg>\n"

    @contextmanager
    def said(self, sentence: str) -> Iterator[None]:
        """What is drawn meanwhile belongs together, and is this."""
        self._parts.append(f'<g role="graphics-symbol img"><title>{escape(sentence)}</title>')
        yield
        self._parts.append("</g>\n")

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        stroke: str | None = None,
        *,
        dashed: bool = False,
    ) -> None:
        """A rectangle; ``fill`` is a colour or the name of a pattern."""
        line = f' stroke="{stroke}" stroke-width="0.2"' if stroke else ""
        line += ' stroke-dasharray="0.7 0.5"' if dashed else ""
        paint = f"url(#{fill})" if fill in ("hatched", "dotted") else fill
        size = f'width="{_mm(width)}" height="{_mm(height)}"'
        self._parts.append(f'<rect x="{_mm(x)}" y="{_mm(y)}" {size} fill="{paint}"{line}/>')

    def line(self, x: float, y: float, to_x: float, to_y: float, width: float = 0.15) -> None:
        """A ruled line."""
        ends = f"M{_mm(x)} {_mm(y)}L{_mm(to_x)} {_mm(to_y)}"
        self._parts.append(f'<path d="{ends}" stroke="{RULED}" stroke-width="{width}"/>')

    def diamond(self, x: float, y: float, radius: float) -> None:
        """A filled diamond around a point."""
        r = _mm(radius)
        ends = f"M{_mm(x - radius)} {_mm(y)}l{r} -{r}l{r} {r}l-{r} {r}z"
        self._parts.append(f'<path d="{ends}" fill="{INK}"/>')

    def ring(self, x: float, y: float, radius: float) -> None:
        """A ring with a dot around a point."""
        at = f'cx="{_mm(x)}" cy="{_mm(y)}"'
        self._parts.append(
            f'<circle {at} r="{_mm(radius)}" fill="#ffffff" stroke="{INK}" stroke-width="0.4"/>'
            f'<circle {at} r="{_mm(radius / 3)}"/>'
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        anchor: str = "start",
        fill: str | None = None,
        bold: bool = False,
    ) -> None:
        """Words on a base line."""
        more = f' fill="{fill}"' if fill else ""
        more += ' font-weight="bold"' if bold else ""
        more += f' text-anchor="{anchor}"' if anchor != "start" else ""
        self._parts.append(
            f'<text x="{_mm(x)}" y="{_mm(y)}" font-size="{_mm(size)}"{more}>{escape(words)}</text>'
        )


def shortened(words: str, width: float, size: float) -> str:
    """Words as far as they fit into a width, with dots where they do not; nothing where not even three letters fit."""
    room = int(width / (size * LETTER))
    if len(words) <= room:
        return words
    return f"{words[: room - 1]}…" if room > 3 else ""


def squeezed(code: str, width: float, size: float) -> str:
    """A code as far as it fits into a width: its beginning and its end, or its end alone, as codes differ there."""
    room = int(width / (size * LETTER))
    if len(code) <= room:
        return code
    if room < 5:
        return code[-room:] if room > 1 else ""
    end = min(5, room - 1)
    begin = room - end - 1
    return f"{code[:begin] if begin > 2 else ''}…{code[-end:]}"


def wrapped(words: str, width: float, size: float) -> list[str]:
    """Words on as many lines as they need."""
    room = max(10, int(width / (size * LETTER)))
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _mm(length: float) -> str:
    return f"{length:.2f}".rstrip("0").rstrip(".")
