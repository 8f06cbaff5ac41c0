-- For the history of a day: without it, every line since then is read. A million lines take about a second, in which nobody writes
-- to the audit.
CREATE INDEX audit_of_time ON audit (at, seq);
