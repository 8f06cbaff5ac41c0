/** What the bot's token has to be allowed to do; the same as in manifests/slack.json. */
export const BOT_SCOPES = [
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'im:history',
  'im:write',
] as const;

/** Asked for as well where the policy gives roles to members of a Slack user group: who they are, and their names. */
export const USER_GROUP_SCOPES = ['usergroups:read', 'users:read'] as const;
