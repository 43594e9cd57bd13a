"""Standards, key questions and prompts: reading them, comparing them, consulting on them, publishing them."""

from domain.frameworks.model import (
    Characteristics,
    Counts,
    Domain,
    Framework,
    KeyQuestion,
    Prompt,
    Standard,
)
from domain.frameworks.reading import parse_framework, shipped_frameworks
from domain.frameworks.versions import FrameworkVersions

__all__ = [
    "Characteristics",
    "Counts",
    "Domain",
    "Framework",
    "FrameworkVersions",
    "KeyQuestion",
    "Prompt",
    "Standard",
    "parse_framework",
    "shipped_frameworks",
]
