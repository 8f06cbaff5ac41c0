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

/** The organization of `slackTeams`, where it names one and no other: an app of it serves all of its workspaces. */
export function findOrganization(slackTeams: readonly string[]): string | undefined {
  const [one, ...more] = slackTeams.filter((id) => id.startsWith('E'));
  return more.length === 0 ? one : undefined;
}
