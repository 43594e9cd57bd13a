-- Views by generation: one is live, another is built beside it and takes its place in one step. What they held before
-- is not carried over, as it is built anew from the record.

CREATE TABLE subscriptions (
    name TEXT COLLATE "C" PRIMARY KEY,
    position BIGINT NOT NULL CHECK (position >= 0)
)
----
CREATE TABLE projections (
    name TEXT COLLATE "C" NOT NULL,
    generation INTEGER NOT NULL CHECK (generation >= 1),
    layout INTEGER NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL CHECK (purpose IN ('live', 'building', 'checking', 'aside', 'gone')),
    PRIMARY KEY (name, generation)
)
----
CREATE UNIQUE INDEX projections_of_a_purpose ON projections (name, purpose)
    WHERE purpose IN ('live', 'building', 'checking')
----
DROP TABLE view_inspections
----
DROP TABLE view_cases
----
DROP TABLE view_moments
----
DROP TABLE view_providers
----
DROP TABLE view_checkpoint
----
CREATE TABLE view_inspections (
    generation INTEGER NOT NULL,
    reference TEXT COLLATE "C" NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY (generation, reference)
)
----
CREATE TABLE view_cases (
    generation INTEGER NOT NULL,
    case_id TEXT COLLATE "C" NOT NULL,
    inspection TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY (generation, case_id)
)
----
CREATE INDEX view_cases_inspection ON view_cases (generation, inspection)
----
CREATE TABLE view_moments (
    generation INTEGER NOT NULL,
    position BIGINT NOT NULL,
    matter TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY (generation, position)
)
----
CREATE INDEX view_moments_matter ON view_moments (generation, matter, position)
----
CREATE TABLE view_providers (
    generation INTEGER NOT NULL,
    provider TEXT COLLATE "C" NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY (generation, provider)
)
----
GRANT SELECT, INSERT, UPDATE, DELETE
    ON view_inspections, view_cases, view_moments, view_providers, subscriptions TO assay_application
----
GRANT SELECT, INSERT, UPDATE ON projections TO assay_application
