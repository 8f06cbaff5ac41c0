import { installedIn } from '../grid.ts';
import { directOf } from '../state.ts';
import { asText } from '../wire.ts';
import { appOfToken, type World } from '../world.ts';
import type { Method } from './answer.ts';

const testAuth: Method = (world) => ({
  url: `${world.baseUrl}/`,
  team: world.name,
  user: 'rollcall',
  team_id: installedIn(world),
  ...(world.switches.grid === undefined ? {} : { enterprise_id: world.switches.grid.enterpriseId }),
  user_id: world.botUserId,
  bot_id: world.botId,
  is_enterprise_install: world.switches.grid?.isOrgWide === true,
});

/**
 * Slack: "auth.teams.list": the workspaces that the app of an organization was approved for, 100 of them unless `limit` says
 * how many up to 1000, and `next_cursor` for the others; of a workspace's own app, that one.
 */
const listTeams: Method = ({ switches: { grid }, teamId, name }, args) => {
  const limit = args.limit === undefined ? 100 : Number(args.limit);
  const start = args.cursor === undefined || args.cursor === '' ? 0 : Number(args.cursor);
  if (!(Number.isInteger(limit) && limit > 0 && limit <= 1_000)) return { error: 'invalid_limit' };
  if (!Number.isInteger(start)) return { error: 'invalid_cursor' };
  const isAdded = grid?.isOrgWide !== true || grid.isAddedNowhere !== true;
  const others = Array.from({ length: grid?.others ?? 0 }, (_, index) => ({
    id: `T0OTHER${index + 1}`,
    name: `Workspace ${index + 1}`,
  }));
  const all = isAdded ? [{ id: teamId, name }, ...others] : [];
  const end = start + limit;
  const next_cursor = end < all.length ? String(end) : '';
  return { teams: all.slice(start, end), response_metadata: { next_cursor } };
};

/** Slack: "bots.info": which app a bot belongs to. */
const readBot: Method = (world, args) => {
  const { botId: id, botUserId: user_id } = world;
  if (args.bot !== id) return { error: 'bot_not_found' };
  return { bot: { id, app_id: appOfToken(world), user_id, name: 'rollcall', deleted: false } };
};

/** Slack: auth.revoke: the token is over, and the app stays where it is. */
const revokeToken: Method = (world, args) => {
  const token = world.tokens.get(asText(args.token));
  if (token !== undefined) token.gone = 'token_revoked';
  return { revoked: token !== undefined };
};

/**
 * Slack, "Developing apps for Enterprise orgs": "Slack will automatically convert users' pre-Enterprise migration ID
 * references to their singular Enterprise ID."
 */
function globalIdOf({ switches: { grid } }: World, user: string): string {
  return grid?.formerIds?.[user] ?? user;
}

/**
 * Slack: "migration.exchange": global ids by those of before, and the global one on both sides where somebody has no other;
 * ids of nobody in the workspace are listed apart. It needs no scope. Of `team_id`, see {@link listUserGroup}.
 */
const exchangeIds: Method = (world, args) => {
  const { grid } = world.switches;
  if (grid === undefined) return { error: 'not_enterprise_team' };
  const users = asText(args.users).split(',');
  if (users.length > 400) return { error: 'too_many_users' };
  const team = asText(args.team_id);
  if (grid.isOrgWide && team === '') return { error: 'missing_argument' };
  const isOwn = !grid.isOrgWide || team === world.teamId;
  const isHere = (id: string) => isOwn && world.people.some(({ slack }) => slack === globalIdOf(world, id));
  const invalid = users.filter((id) => !isHere(id));
  return {
    team_id: world.teamId,
    enterprise_id: grid.enterpriseId,
    user_id_map: Object.fromEntries(users.filter(isHere).map((id) => [id, globalIdOf(world, id)])),
    ...(invalid.length === 0 ? {} : { invalid_user_ids: invalid }),
  };
};

const openConversation: Method = (world, args) => {
  const user = globalIdOf(world, asText(args.users));
  if (user === '') return { error: 'users_list_not_supplied' };
  if (!world.people.some(({ slack }) => slack === user)) return { error: 'user_not_found' };
  return { no_op: true, already_open: true, channel: { id: directOf(user) } };
};

const readConversation: Method = (world, args) => {
  const channel = world.state.channels.get(asText(args.channel));
  if (channel === undefined) return { error: 'channel_not_found' };
  const isDirect = channel.kind === 'im';
  return {
    channel: {
      id: channel.id,
      is_im: isDirect,
      is_channel: !isDirect,
      is_private: isDirect,
      is_archived: false,
      is_member: channel.hasBot,
      is_ext_shared: false,
      ...(isDirect ? { user: [...channel.members][0] } : { name: channel.name }),
    },
  };
};

const readUser: Method = (world, args) => {
  const person = world.people.find(({ slack }) => slack === globalIdOf(world, asText(args.user)));
  if (person === undefined) return { error: 'user_not_found' };
  return {
    user: {
      id: person.slack,
      team_id: world.teamId,
      name: person.name.toLowerCase().replaceAll(' ', '.'),
      real_name: person.name,
      deleted: false,
      is_bot: false,
      is_restricted: false,
      is_ultra_restricted: false,
      is_stranger: false,
      tz: 'Europe/Berlin',
      profile: { real_name: person.name, display_name: person.name, team: world.teamId },
    },
  };
};

/**
 * Slack: "usergroups.users.list", errors: no_such_subteam, plan_upgrade_required. Without include_disabled a disabled one
 * is not there. team_id is "required if org token is used" and ignored with a workspace's; without it an org token hears
 * missing_argument (lyft/omnibot#44), and with a workspace that the app wasn't added to team_access_not_granted ("The token
 * used is not granted the specific workspace access required to complete this request").
 */
const listUserGroup: Method = (world, args) => {
  const { userGroups, switches } = world;
  if (switches.freePlan) return { error: 'plan_upgrade_required' };
  const team = asText(args.team_id);
  if (switches.grid?.isOrgWide && team === '') return { error: 'missing_argument' };
  if (switches.grid?.isOrgWide && team !== world.teamId) return { error: 'team_access_not_granted' };
  const group = userGroups.get(asText(args.usergroup));
  const isWanted = group !== undefined && (!group.disabled || String(args.include_disabled) === 'true');
  return isWanted ? { users: [...group.users] } : { error: 'no_such_subteam' };
};

/** Who and what is here. */
export const LOOK_UP_METHODS: Readonly<Record<string, Method>> = {
  'auth.test': testAuth,
  'auth.revoke': revokeToken,
  'auth.teams.list': listTeams,
  'bots.info': readBot,
  'conversations.open': openConversation,
  'conversations.info': readConversation,
  'migration.exchange': exchangeIds,
  'usergroups.users.list': listUserGroup,
  'users.info': readUser,
};
