-- For every draft of one kind, whoever's it is, which each start, sweep and pause ask for: without it, all drafts are read.
CREATE INDEX drafts_of_kind ON drafts (kind, created_at);
