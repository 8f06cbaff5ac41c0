-- Where the Slack app is installed, with its sealed tokens.
CREATE TABLE installations (
  id text PRIMARY KEY,
  doc json NOT NULL
);
