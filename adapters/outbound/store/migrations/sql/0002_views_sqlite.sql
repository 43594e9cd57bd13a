CREATE TABLE view_inspections (reference TEXT PRIMARY KEY, row TEXT NOT NULL)
----
CREATE TABLE view_cases (case_id TEXT PRIMARY KEY, inspection TEXT NOT NULL, row TEXT NOT NULL)
----
CREATE INDEX view_cases_inspection ON view_cases (inspection)
----
CREATE TABLE view_moments (position BIGINT PRIMARY KEY, matter TEXT NOT NULL, row TEXT NOT NULL)
----
CREATE INDEX view_moments_matter ON view_moments (matter, position)
----
CREATE TABLE view_providers (provider TEXT PRIMARY KEY, row TEXT NOT NULL)
----
CREATE TABLE view_checkpoint (place INTEGER PRIMARY KEY CHECK (place = 1), position BIGINT NOT NULL)
----
INSERT INTO view_checkpoint (place, position) VALUES (1, 0)
