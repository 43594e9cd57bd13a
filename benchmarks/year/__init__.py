"""A whole year of an inspectorate on the real parts: every inspection to its end, and every rating worked out twice."""
