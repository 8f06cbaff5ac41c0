import { setTimeout as sleep } from 'node:timers/promises';
import { CAST, USERS } from '../../src/sandbox/contoso.ts';
import { textOf as textOfSlack } from '../../src/sandbox/slack/textOf.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { LICENSE } from '../composition/tenant.ts';
import { checkPeople } from './checkTenant.ts';
import { listMissing, prepareRosterInTeams, saidInTeams } from './conversations.ts';
import type { Drill, DrillLine } from './drill.ts';
import {
  openRestoreScene,
  PATIENCE_MS,
  prepareResetsInTeams,
  type StoreName,
  waitForQuestion,
} from './restoreScene.ts';

const RECIPIENT = 'it@contoso.com';
const RESETS_TO = 'desk@contoso.com';
const RESET = ['ada@contoso.com', 'sam.stone@contoso.com'];
/** What begins unasked begins at once: a job's run within a second of a start, PostgreSQL's within its sweep of lost tasks at a start. */
const HELD_MS = 3_000;

type Answer = 'oldData.goOn' | 'oldData.cancel';

const SHAPES: Readonly<Record<'long' | 'short', { people: number; runs: readonly [StoreName, Answer][] }>> = {
  long: {
    people: 240,
    runs: [
      ['embedded', 'oldData.goOn'],
      ['embedded', 'oldData.cancel'],
      ['postgres', 'oldData.goOn'],
      ['postgres', 'oldData.cancel'],
    ],
  },
  short: { people: 120, runs: [['embedded', 'oldData.goOn']] },
};

async function waitUntil(is: () => boolean): Promise<boolean> {
  const until = Date.now() + PATIENCE_MS;
  while (!is()) {
    if (Date.now() > until) return false;
    await sleep(50);
  }
  return true;
}

/** Everything that must not change unasked, and not twice either. */
function look({ graph, mail }: Sandbox): string {
  const accounts = [...graph.state.users.values()].map(({ id, password }) => `${id} ${password}`);
  return JSON.stringify([accounts.sort(), mail.mails.length]);
}

/**
 * A backup is made in the middle of a job that creates people and one that sets passwords; both end, and mail them. Then the
 * backup is put back: nothing of it goes on before an admin answers, and whatever they answer, nobody is created, given a
 * password, or mailed a second time.
 */
async function restoreOnce(store: StoreName, answer: Answer, people: number): Promise<DrillLine> {
  const scene = await openRestoreScene(store);
  const { sandbox, bot } = scene;
  try {
    await bot.start();
    for (const sku of sandbox.graph.state.skus.values()) sku.enabled = 10_000;
    const names = Array.from({ length: people }, (_, n) => `new${n}@contoso.com`);
    const asked = { fileName: 'new.csv', names, licenses: [LICENSE], recipients: [RECIPIENT] };
    const prepared = await prepareRosterInTeams(sandbox, asked);
    const pressReset = await prepareResetsInTeams(sandbox, RESET, RESETS_TO);
    const passwordsOf = () => RESET.map((name) => sandbox.graph.state.findUser(name)?.password);
    const before = passwordsOf();
    sandbox.graph.switches.latencyMs = 600;
    await Promise.all([prepared.press(), pressReset()]);
    const isHalf = await waitUntil(() => sandbox.graph.state.users.size > USERS.length + 5);
    const created = sandbox.graph.state.users.size - USERS.length;
    const notReached = isHalf && created < people && passwordsOf().join() === before.join() ? 0 : 1;
    await scene.backUp();

    sandbox.graph.switches.latencyMs = 0;
    const isTold = await waitUntil(
      () => listMissing(prepared).length === 0 && sandbox.mail.mails.some(({ to }) => to.includes(RESETS_TO)),
    );
    const whileUp = await scene.sayRestored();
    await bot.stop();
    const there = look(sandbox);

    await scene.putBack();
    const restored = await scene.sayRestored();
    await bot.start();
    const question = await waitForQuestion(sandbox);
    await sleep(HELD_MS);
    const unasked = look(sandbox) === there ? 0 : 1;
    const { paused } = (await (await fetch(`${bot.url}/readyz`)).json()) as { paused?: string };
    const words = textOfSlack(question);
    const isSaid = words.includes('already exist in Microsoft 365') && words.includes('newer password');

    const omar = sandbox.slack.as(CAST.admin.slack);
    const toldBefore = saidInTeams(sandbox, CAST.admin.teams).length;
    await omar.click(question, answer);
    const isOver = () => saidInTeams(sandbox, CAST.admin.teams).join('\n');
    const ended =
      answer === 'oldData.goOn'
        ? await waitUntil(() => isOver().includes('may have been sent before'))
        : await waitUntil(() => saidInTeams(sandbox, CAST.admin.teams).length > toldBefore);
    await sleep(HELD_MS);
    const { findings } = checkPeople(sandbox, names, [RECIPIENT]);
    const { lost, duplicated, passwordsLost, mailsAgain } = findings;
    const changed = look(sandbox) === there ? 0 : 1;
    const notKept = [
      ...(unasked === 0 ? [] : ['something was done unasked']),
      ...(mailsAgain === 0 ? [] : ['mails came again']),
      // A folder that is in use is locked.
      ...(store === 'embedded' && whileUp.code === 0 ? ['restored, of what is in use'] : []),
      ...(restored.code === 0 ? [] : [restored.said]),
      ...(paused === 'old_data' ? [] : [`/readyz says ${paused}`]),
      ...(isSaid ? [] : [words]),
    ];
    for (const one of [...findings.said, ...notKept]) console.error(one);
    return {
      ...{ drill: `restore ${store} ${answer}`, people, created, mailsAgain },
      lost: lost + (isTold ? 0 : 1) + (ended ? 0 : 1),
      duplicated: duplicated + changed,
      ...{ passwordsLost, notReached },
      notKept: notKept.length,
    };
  } finally {
    await scene.close();
  }
}

/** Backups that are put back over what came after them. */
export const drillRestore: Drill = async ({ short }) => {
  const { people, runs } = SHAPES[short ? 'short' : 'long'];
  const lines: DrillLine[] = [];
  for (const [store, answer] of runs) lines.push(await restoreOnce(store, answer, people));
  return lines;
};
