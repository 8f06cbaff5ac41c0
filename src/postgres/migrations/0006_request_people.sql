-- Whom a request asks for, so that someone's history reads theirs alone: user names in small letters, and object ids. A table, and
-- no column with its index: a request for 50,000 people changes a dozen times, and whom it is for almost never. "C": in the
-- order of its bytes, a part of a name is found by the same index.
CREATE TABLE request_people (
  name text COLLATE "C" NOT NULL,
  request_id text NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
  PRIMARY KEY (name, request_id)
);
CREATE INDEX request_people_of ON request_people (request_id);
-- What holds U+0000 can't be read as text here: such a request is looked through each time, as one that a version before this
-- saved is.
INSERT INTO request_people (name, request_id)
SELECT DISTINCT name, id
FROM requests,
  json_array_elements(doc #> '{asked,people}') AS one,
  unnest(ARRAY[lower(one #>> '{person,userPrincipalName}'), one ->> 'objectId']) AS name
WHERE strpos(doc::text, '\u0000') = 0 AND name <> '';
