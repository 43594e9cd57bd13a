"""Who sees what: inspections, comments, what is private, and what a provider is told. Every door asks here.

The tables are beside those of commands, in :mod:`domain.people.authority`. Whoever is not known, or looks in no role,
sees nothing; and nobody sees anything of what is not on the record.
"""
