import type { Sandbox } from '../../src/sandbox/stage.ts';

/** Something that goes wrong in passing in one chat, while a message is due. */
export interface PassingFault {
  name: string;
  chat: 'slack' | 'teams';
  begin(sandbox: Sandbox): void;
}

function inSlack(method: string, error: string): PassingFault {
  return {
    name: `${error} of ${method}`,
    chat: 'slack',
    begin: ({ slack }) => slack.fail({ method, error, times: 1 }),
  };
}

function inTeams(method: 'POST' | 'PUT', status: number, times = 1): PassingFault {
  return {
    name: `${status} of ${method}`,
    chat: 'teams',
    begin: ({ teams }) => teams.fail({ method, path: /\/activities/, status, times }),
  };
}

/**
 * What both chats are known to do now and then. Slack: a D id that is dead (a reinstalled app, a migration), its own errors
 * (node-slack-sdk#1680) and limits. Teams: a live card that is not found (msteams-docs#6139), 412, 502 and limits ("Rate
 * limiting for bots").
 */
export const PASSING_FAULTS: readonly PassingFault[] = [
  inSlack('chat.postMessage', 'channel_not_found'),
  inSlack('chat.postMessage', 'internal_error'),
  inSlack('chat.postMessage', 'ratelimited'),
  inSlack('chat.update', 'internal_error'),
  inSlack('chat.update', 'ratelimited'),
  inTeams('PUT', 404),
  inTeams('PUT', 412, 2),
  inTeams('PUT', 502),
  inTeams('POST', 412),
  inTeams('POST', 502),
  inTeams('POST', 429),
];
