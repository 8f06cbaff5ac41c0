/** What the bot's token has to be allowed to do; the same as in manifests/slack.json. */
export const BOT_SCOPES = [
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'im:history',
  'im:write',
] as const;
