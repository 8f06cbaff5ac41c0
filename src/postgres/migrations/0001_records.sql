-- What Rollcall keeps. Times are milliseconds since the epoch. `doc` is the record as JSON, and the columns beside it are
-- what it is found by; json and not jsonb, because that one refuses the character U+0000, which files may hold.

CREATE TABLE meta (
  key text PRIMARY KEY,
  value text NOT NULL
);

CREATE TABLE jobs (
  id text PRIMARY KEY,
  -- Of two that were created in the same millisecond, which one came later.
  n bigint GENERATED ALWAYS AS IDENTITY,
  customer text NOT NULL,
  actor text NOT NULL,
  state text NOT NULL,
  -- A message of it has not been delivered yet.
  unsettled boolean NOT NULL,
  -- Counts the holds on it: what an earlier holder writes changes nothing.
  turn bigint NOT NULL DEFAULT 0,
  -- Whether its last holder has not let go, and whether that was so when the last one took it.
  held boolean NOT NULL DEFAULT false,
  was_held boolean NOT NULL DEFAULT false,
  progress json,
  created_at double precision NOT NULL,
  doc json NOT NULL
);
CREATE INDEX jobs_unfinished ON jobs (created_at) WHERE state IN ('running', 'stopping') OR unsettled;
CREATE INDEX jobs_newest ON jobs (created_at, n);
CREATE INDEX jobs_of_actor ON jobs (actor, created_at, n);

-- Each row changes a few times while its job runs: room on its page keeps the new version beside the old one, and
-- vacuum comes early.
CREATE TABLE rows (
  job_id text NOT NULL,
  n integer NOT NULL,
  row_id text NOT NULL,
  doc json NOT NULL,
  PRIMARY KEY (job_id, row_id)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);
CREATE UNIQUE INDEX rows_in_order ON rows (job_id, n);

CREATE TABLE requests (
  id text PRIMARY KEY,
  n bigint GENERATED ALWAYS AS IDENTITY,
  state text NOT NULL,
  created_at double precision NOT NULL,
  -- Ids of those who are asked as somebody's manager.
  managers text[] NOT NULL,
  -- The messages that are somebody's card of it.
  cards text[] NOT NULL,
  doc json NOT NULL
);
CREATE INDEX requests_in_order ON requests (state, created_at, n);
CREATE INDEX requests_of_manager ON requests USING gin (managers);
CREATE INDEX requests_of_card ON requests USING gin (cards);

CREATE TABLE drafts (
  id text PRIMARY KEY,
  version integer NOT NULL,
  kind text NOT NULL,
  owner text NOT NULL,
  created_at double precision NOT NULL,
  expires_at double precision NOT NULL,
  -- All but its version and its data.
  doc json NOT NULL,
  data json
);
CREATE INDEX drafts_of_owner ON drafts (owner, kind, created_at);
CREATE INDEX drafts_expiring ON drafts (expires_at);

CREATE TABLE links (
  hash text PRIMARY KEY,
  job_id text NOT NULL,
  expires_at double precision NOT NULL,
  opened_at double precision,
  voided_at double precision,
  tries integer NOT NULL,
  tried_at double precision,
  -- What never changes of it.
  doc json NOT NULL
);
CREATE INDEX links_of_job ON links (job_id);
CREATE INDEX links_expiring ON links (expires_at);
CREATE INDEX links_used ON links (hash) WHERE opened_at IS NOT NULL OR tries > 0;

CREATE TABLE snapshots (
  id text PRIMARY KEY,
  customer text NOT NULL,
  object_id text NOT NULL,
  taken_at double precision NOT NULL,
  doc json NOT NULL
);
CREATE INDEX snapshots_of_person ON snapshots (object_id, taken_at);
CREATE INDEX snapshots_of_customer ON snapshots (customer, taken_at);

-- A customer's presets, and how its files are read: each a short list.
CREATE TABLE lists (
  kind text NOT NULL,
  customer text NOT NULL,
  doc json NOT NULL,
  PRIMARY KEY (kind, customer)
);

CREATE TABLE shown (
  card text PRIMARY KEY,
  empty_at double precision NOT NULL,
  doc json NOT NULL
);

CREATE TABLE tasks (
  kind text NOT NULL,
  id text NOT NULL,
  doc json NOT NULL,
  PRIMARY KEY (kind, id)
);

CREATE TABLE directs (
  platform text NOT NULL,
  user_id text NOT NULL,
  place json NOT NULL,
  PRIMARY KEY (platform, user_id)
);

CREATE TABLE notes (
  name text PRIMARY KEY,
  value json NOT NULL
);

CREATE TABLE seen (
  key text PRIMARY KEY,
  until double precision NOT NULL
);
CREATE INDEX seen_expiring ON seen (until);

-- Lines as they are proven, one after the other. A cut stands in the place of the last one that it dropped.
CREATE TABLE audit (
  seq bigint PRIMARY KEY,
  at double precision,
  actor text,
  subject text,
  customer text,
  -- Every word that names somebody or something in it, and what stands before an @ in those.
  names text[] NOT NULL,
  line text NOT NULL
);
CREATE INDEX audit_of_actor ON audit (actor, seq);
CREATE INDEX audit_of_subject ON audit (subject, seq);
CREATE INDEX audit_of_customer ON audit (customer, seq);
CREATE INDEX audit_of_name ON audit USING gin (names);

-- One row: whoever appends holds its lock.
CREATE TABLE audit_head (
  is_head boolean PRIMARY KEY DEFAULT true CHECK (is_head),
  seq bigint NOT NULL,
  line text
);
INSERT INTO audit_head (seq) VALUES (0);

-- How much of what is shared was used up, such as a tenant's write limit.
CREATE TABLE quota (
  key text PRIMARY KEY,
  state json NOT NULL
);
