/**
 * Whose Slack account: `U…` in the first of the policy's `slackTeams`, and `T…/U…` in any other workspace. Slack, "Users":
 * ids of users are told apart by their workspace, or on Enterprise Grid by their organization (`E…/U…`).
 */
export const SLACK_ID = /^(?:[TE][A-Z0-9]+\/)?[UW][A-Z0-9]+$/;

/** The workspace of an id, where it names one, and the user id as Slack itself has it. */
export function splitSlackId(id: string): { team?: string; user: string } {
  const at = id.indexOf('/');
  return at < 0 ? { user: id } : { team: id.slice(0, at), user: id.slice(at + 1) };
}

/** See {@link SLACK_ID}; `team` is left out for the first of `slackTeams`. */
export function joinSlackId(team: string | undefined, user: string): string {
  return team === undefined ? user : `${team}/${user}`;
}

/** Of an Enterprise Grid, where the app may serve all workspaces. */
export const isOrganization = (team: string | undefined): boolean => team?.startsWith('E') === true;

/**
 * By which of `slackTeams` a workspace is reached: by itself where it is named, and otherwise by an organization, of which
 * only Slack knows whether the workspace is one of its own. The first of all where none is given.
 */
export function listHomes(slackTeams: readonly string[], team = slackTeams[0]): string[] {
  if (team !== undefined && slackTeams.includes(team)) return [team];
  return slackTeams.filter(isOrganization);
}
