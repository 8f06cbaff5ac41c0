import { type Answers, isAnswered } from './answers.ts';

/**
 * How Slack and Rollcall find each other. `address`: Slack calls PUBLIC_URL and signs. `socket`: Rollcall opens a socket.
 * `workspaces`: several workspaces or a Grid, each added by OAuth, with either of the two.
 */
export const SLACK_WAYS = ['address', 'socket', 'workspaces'] as const;

/** The way that was chosen, or else the one that the credentials belong to. Undefined: neither is there. */
export function slackWayOf(answers: Answers): string | undefined {
  const { slackWay: chosen } = answers;
  // Credentials that were set by hand since say more than the usual way.
  if (chosen && chosen.toLowerCase() !== 'address') return chosen;
  if (isAnswered(answers, 'SLACK_CLIENT_ID')) return 'workspaces';
  if (isAnswered(answers, 'SLACK_APP_TOKEN')) return 'socket';
  if (chosen) return chosen;
  return isAnswered(answers, 'SLACK_SIGNING_SECRET') || isAnswered(answers, 'SLACK_BOT_TOKEN')
    ? 'address'
    : undefined;
}

/** What a way needs: whether Slack sends through a socket, and whether workspaces are added. */
export interface SlackNeeds {
  isSocket: boolean;
  hasWorkspaces: boolean;
  /** A Slack group gives roles. */
  readsGroups?: boolean;
}

/** By what was answered; without an answer, Slack calls PUBLIC_URL. */
export function slackNeeds(answers: Answers): SlackNeeds {
  const way = answers.slackWay?.toLowerCase();
  return {
    isSocket: way === 'socket' || (way === 'workspaces' && isAnswered(answers, 'SLACK_APP_TOKEN')),
    hasWorkspaces: way === 'workspaces',
  };
}
