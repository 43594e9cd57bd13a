"""The columns of an envelope read off its two ends in a microsecond, where its texts have nothing escaped in them.

For walking a whole record: what stands before ``data`` is found from the beginning, what stands after it from the end.
Where this finds nothing, :func:`domain.ledger.columns.columns_of` reads at length, and has the last word.
"""

import re

__all__ = ["HEAD", "TAIL", "TAIL_BEGINS"]

TAIL_BEGINS = b',"event_id":'
"""The last of these begins the members after ``data``: in a text its quotation marks would be escaped."""

HEAD = re.compile(
    rb'\{"acting_role":"[^"\\]*","actor":"[^"\\]*","authenticated_by":"[^"\\]*",'
    rb'"causation_id":(?:null|"[^"\\]*"),"command_id":"([^"\\]*)","correlation_id":"[^"\\]*","data":\{'
)
"""Group: the command's id."""

TAIL = re.compile(
    rb'(?<=\}),"event_id":"[^"\\]*","name":"([^"\\]*)","occurred_at":"[^"\\]{27}",'
    rb'"previous":(?:null|"([0-9a-f]{64})"),"recorded_at":"([^"\\]{27})","salt":"[0-9a-f]{32}",'
    rb'"schema_version":1,"stream":"([^"\\]*)","version":([1-9][0-9]*)\}\Z'
)
"""Groups: name, previous digest in hexadecimal, time of recording, stream, version."""
