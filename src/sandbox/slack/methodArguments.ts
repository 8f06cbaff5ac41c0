import type { Json } from './wire.ts';
import { isJson } from './wire.ts';

/** What a method is called with: each of `needs`, one of `needsOne`, and what else it takes. */
interface Arguments {
  needs: readonly string[];
  needsOne?: readonly string[];
  takes?: readonly string[];
}

const MESSAGE = [
  'attachments',
  'blocks',
  'as_user',
  'link_names',
  'markdown_text',
  'metadata',
  'parse',
  'text',
] as const;
const POST = [
  ...MESSAGE,
  'icon_emoji',
  'icon_url',
  'mrkdwn',
  'thread_ts',
  'unfurl_links',
  'unfurl_media',
  'username',
] as const;

/**
 * The arguments of the Web API methods that this workspace knows. Slack: the page of each method
 * (docs.slack.dev/reference/methods) and @slack/web-api's types. `channel` and the like are not in `needs` where Slack has
 * a word of its own for their absence.
 */
const ARGUMENTS: Readonly<Record<string, Arguments>> = {
  'auth.test': { needs: [] },
  'auth.revoke': { needs: [], takes: ['test'] },
  'auth.teams.list': { needs: [], takes: ['cursor', 'limit', 'include_icon'] },
  'bots.info': { needs: ['bot'], takes: ['team_id'] },
  'chat.postMessage': { needs: ['channel'], takes: [...POST, 'client_msg_id', 'reply_broadcast'] },
  'chat.postEphemeral': { needs: ['channel', 'user'], takes: POST },
  'chat.update': {
    needs: ['channel', 'ts'],
    takes: [...MESSAGE, 'file_ids', 'reply_broadcast', 'unfurl_links', 'unfurl_media'],
  },
  'chat.delete': { needs: ['channel', 'ts'], takes: ['as_user'] },
  'conversations.open': { needs: [], takes: ['channel', 'users', 'return_im', 'prevent_creation'] },
  'conversations.info': { needs: ['channel'], takes: ['include_locale', 'include_num_members'] },
  'migration.exchange': { needs: ['users'], takes: ['team_id', 'to_old'] },
  'usergroups.users.list': { needs: ['usergroup'], takes: ['include_disabled', 'team_id'] },
  'users.info': { needs: ['user'], takes: ['include_locale'] },
  'views.open': { needs: ['view'], needsOne: ['trigger_id', 'interactivity_pointer'] },
  'views.push': { needs: ['view'], needsOne: ['trigger_id', 'interactivity_pointer'] },
  'views.update': { needs: ['view'], needsOne: ['view_id', 'external_id'], takes: ['hash'] },
  'views.publish': { needs: ['user_id', 'view'], takes: ['hash'] },
  'files.info': { needs: ['file'], takes: ['count', 'cursor', 'limit', 'page'] },
  'files.delete': { needs: ['file'] },
  'files.getUploadURLExternal': {
    needs: ['filename', 'length'],
    takes: ['alt_txt', 'snippet_type'],
  },
  'files.completeUploadExternal': {
    needs: ['files'],
    takes: ['blocks', 'channel_id', 'channels', 'highlight_type', 'initial_comment', 'thread_ts'],
  },
};

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/**
 * What is wrong with the names of a call's arguments; none when each is one that Slack documents, and none is missing.
 * Slack itself overlooks a name it does not know, with what was meant by it.
 */
export function checkArguments(method: string, args: Json): { missing: string[]; unknown: string[] } {
  const known = ARGUMENTS[method];
  if (known === undefined || !isJson(args)) return { missing: [], unknown: [] };
  const { needs, needsOne = [], takes = [] } = known;
  const names: readonly string[] = [...needs, ...needsOne, ...takes, 'token'];
  const isAnyGiven = needsOne.length === 0 || needsOne.some((name) => isGiven(args[name]));
  return {
    missing: [
      ...needs.filter((name) => !isGiven(args[name])).map((name) => `missing required field: ${name}`),
      ...(isAnyGiven ? [] : [`missing required field: ${needsOne.join(' or ')}`]),
    ],
    unknown: Object.keys(args)
      .filter((name) => !names.includes(name))
      .map((name) => `no argument of this method: ${name}`),
  };
}
