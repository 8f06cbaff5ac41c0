import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as textOfSlack } from '../../src/sandbox/slack/textOf.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { textOf as textOfTeams } from '../../src/sandbox/teams/textOf.ts';
import {
  type Prepared,
  preparePersonInSlack,
  preparePersonInTeams,
  saidInSlack,
  saidInTeams,
} from './conversations.ts';

/** Needs approval in the sandbox's policy. */
export const MICROSOFT_E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
/** A busy machine, and a bot that has just started. */
const PATIENCE_MS = 30_000;

/** The card that waits becomes the one that was declined, and a new message says it too. */
function dueForDeclined(userName: string, reason: string): string[][] {
  const told = [`${userName}@contoso.com`, 'Declined', reason];
  return [told, told];
}

/** Grace has opened Decline and has only to send it. Answers how. */
async function prepareDecline(sandbox: Sandbox, userName: string, reason: string) {
  const grace = sandbox.slack.as(CAST.manager.slack);
  while (grace.openModal() !== undefined) await grace.close();
  const card = await grace.waitForMessage(
    (message) => [userName, 'Approval needed'].every((words) => textOfSlack(message).includes(words)),
    PATIENCE_MS,
  );
  await grace.click(card, 'approval.decline');
  await grace.waitForModal((view) => view.callback_id === 'approval.declineSubmit', PATIENCE_MS);
  grace.fill({ reason });
  return () => grace.submit();
}

/** Mia has asked in Slack; Grace declines it. */
export async function prepareDeclineInSlack(sandbox: Sandbox, userName: string): Promise<Prepared> {
  const reason = `Not for ${userName}`;
  const asked = await preparePersonInSlack(sandbox, { userName, recipients: [], licenses: [MICROSOFT_E5] });
  await asked.press();
  const mia = sandbox.slack.as(CAST.helpdesk.slack);
  await mia.waitForMessage(
    (message) => [userName, 'Waiting for approval'].every((words) => textOfSlack(message).includes(words)),
    PATIENCE_MS,
  );
  return {
    press: await prepareDecline(sandbox, userName, reason),
    due: dueForDeclined(userName, reason),
    said: () => saidInSlack(sandbox, CAST.helpdesk.slack),
  };
}

/** Mia has asked in Teams; Grace declines it in Slack. */
export async function prepareDeclineInTeams(sandbox: Sandbox, userName: string): Promise<Prepared> {
  const reason = `Not for ${userName}`;
  const asked = await preparePersonInTeams(sandbox, { userName, recipients: [], licenses: [MICROSOFT_E5] });
  await asked.press();
  const mia = sandbox.teams.as(CAST.helpdesk.teams);
  await mia.waitForMessage(
    (message) => [userName, 'Waiting for approval'].every((words) => textOfTeams(message).includes(words)),
    PATIENCE_MS,
  );
  return {
    press: await prepareDecline(sandbox, userName, reason),
    due: dueForDeclined(userName, reason),
    said: () => saidInTeams(sandbox, CAST.helpdesk.teams),
  };
}
