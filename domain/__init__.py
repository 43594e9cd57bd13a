"""The inspectorate's rules, as pure functions over frozen messages.

But for the rule files that ship beside it, nothing in here reads a clock, a file, a database or a random source: time,
identities, calendars and the person who acts come in as arguments. That is what lets an auditor run the same rules
again, years later.
"""
