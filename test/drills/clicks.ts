import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { type BotScene, openBotScene } from './botScene.ts';
import { listMissing, preparePersonInSlack } from './conversations.ts';
import { MICROSOFT_E5 } from './declining.ts';
import { type Drill, SAID } from './drill.ts';

const ROUNDS = { long: 10, short: 1 } as const;
const INSTANCES = 2;
const CLICKS_AT_EACH = 50;
/** A busy machine. */
const PATIENCE_MS = 60_000;

/** Somebody is asked for who needs a yes, and gets it 50 times at each of two instances at once. Answers whether it was told. */
async function clickOnOne({ sandbox }: BotScene, userName: string): Promise<boolean> {
  const asked = await preparePersonInSlack(sandbox, { userName, recipients: [], licenses: [MICROSOFT_E5] });
  await asked.press();
  const grace = sandbox.slack.as(CAST.manager.slack);
  const card = await grace.waitForMessage(
    (message) => [userName, 'Approval needed'].every((words) => textOf(message).includes(words)),
    PATIENCE_MS,
  );
  // By turns to each; one that is refused has lost against another.
  const clicks = Array.from({ length: INSTANCES * CLICKS_AT_EACH }, () =>
    grace.click(card, 'approval.approve'),
  );
  await Promise.allSettled(clicks);
  const mia = sandbox.slack.as(CAST.helpdesk.slack);
  const isResult = (message: Parameters<typeof textOf>[0]): boolean =>
    [userName, 'Reveal password'].every((words) => textOf(message).includes(words));
  return mia.waitForMessage(isResult, PATIENCE_MS).then(
    () => listMissing(asked).length === 0,
    () => false,
  );
}

/** 50 clicks on one approval at each of two instances: one job, one account and one entry in the audit come of it. */
export const drillClicks: Drill = async ({ short }) => {
  const rounds = ROUNDS[short ? 'short' : 'long'];
  const scene = await openBotScene(INSTANCES);
  try {
    const lost: string[] = [];
    const duplicated: string[] = [];
    const compare = (what: string, count: number, wanted: number): void => {
      if (count < wanted) lost.push(`${what}: ${count} of ${wanted}`);
      if (count > wanted) duplicated.push(`${what}: ${count}, not ${wanted}`);
    };
    for (let round = 0; round < rounds; round += 1) {
      const userName = `clicked.often${round}`;
      if (!(await clickOnOne(scene, userName))) lost.push(`${userName}: nobody was told`);
      const accounts = [...scene.sandbox.graph.state.users.values()].filter(({ userPrincipalName }) =>
        userPrincipalName.startsWith(`${userName}@`),
      );
      compare(`accounts of ${userName}`, accounts.length, 1);
    }
    const [counted] = await scene.ask<{ jobs: number; decided: number; accepted: number }>(`
      SELECT (SELECT count(*)::int FROM jobs) AS jobs,
        (SELECT count(*)::int FROM audit WHERE line LIKE '%"request.decided"%' AND line LIKE '%"done"%') AS decided,
        (SELECT count(*)::int FROM audit WHERE line LIKE '%"job.accepted"%') AS accepted`);
    compare('jobs', counted?.jobs ?? 0, rounds);
    compare('decisions in the audit', counted?.decided ?? 0, rounds);
    compare('accepted jobs in the audit', counted?.accepted ?? 0, rounds);
    for (const sentence of [...lost, ...duplicated].slice(0, SAID)) console.error(`clicks: ${sentence}`);
    return [
      {
        ...{ drill: 'clicks', bots: INSTANCES, rounds, clicks: rounds * INSTANCES * CLICKS_AT_EACH },
        ...{ lost: lost.length, duplicated: duplicated.length, passwordsLost: 0 },
      },
    ];
  } finally {
    await scene.close();
  }
};
