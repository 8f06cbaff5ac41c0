import { enterprisesOf, type SlackBody, teamsOf } from './identify.ts';

/** Whose people are served. */
export interface Home {
  /** Teams that the policy names, and what the bot itself is in: its workspace, and on Enterprise Grid its organization. */
  teams: readonly string[];
  /** E…, when the bot's workspace is one of an Enterprise Grid. */
  enterprise?: string;
  /** The policy names the organization itself: the app may be installed in any of its workspaces. */
  isWholeEnterprise?: boolean;
}

/** What the app is installed in, as far as a payload says: Bolt reads it in this order (App.ts, buildSource). */
function installedIn({ view, authorizations, team, team_id }: SlackBody): string | undefined {
  return view?.app_installed_team_id ?? authorizations?.[0]?.team_id ?? team?.id ?? team_id ?? undefined;
}

/** Slack Connect shows itself: an event says so, and a button in a channel is none of the bot's own direct chats. */
function isShared({ type, channel, is_ext_shared_channel: isExternal }: SlackBody): boolean {
  return isExternal === true || (type === 'block_actions' && channel?.id?.startsWith('D') === false);
}

/**
 * Somebody of the own organization who is in another of its workspaces. On Enterprise Grid payloads name one workspace of
 * a person, always the same, wherever they are (bolt-js#1875): what counts is that the organization is the own one and
 * that the app is installed in an allowed team. An event's `user_team` is the organization's id for its own people, and a
 * workspace only for others (bolt-python, tests/slack_bolt/request/test_internals.py).
 */
function isColleague(body: SlackBody, { teams, enterprise, isWholeEnterprise = false }: Home): boolean {
  const installed = installedIn(body);
  const from = body.event?.user_team;
  return (
    enterprisesOf(body).includes(enterprise ?? '') &&
    (installed === undefined || isWholeEnterprise || teams.includes(installed)) &&
    (from === undefined || teams.includes(from)) &&
    !isShared(body)
  );
}

/**
 * True for a payload of people whom the bot serves: every team that it names is allowed, or on Enterprise Grid it is a
 * colleague's. A payload that names none is nobody's, and one that names another organization is not home.
 */
export function isAtHome(body: SlackBody, home: Home): boolean {
  const { teams, enterprise } = home;
  const named = teamsOf(body);
  if (enterprise === undefined) return named.length > 0 && named.every((team) => teams.includes(team));
  if (!enterprisesOf(body).every((id) => teams.includes(id))) return false;
  return (named.length > 0 && named.every((team) => teams.includes(team))) || isColleague(body, home);
}
