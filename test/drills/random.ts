import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SKUS } from '../../src/sandbox/contoso.ts';
import type { GraphFault } from '../../src/sandbox/graph/faults.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { LICENSE } from '../composition/tenant.ts';
import { createChance } from './chance.ts';
import { checkService } from './checkTenant.ts';
import { listMissing, type Prepared, prepareRosterInTeams } from './conversations.ts';
import type { Drill, DrillLine } from './drill.ts';

/** Where a fault may strike, and which. */
const FAULTS: readonly Omit<GraphFault, 'times'>[] = [
  { match: { method: 'POST', path: /^\/users$/ }, kind: 'status', status: 429, retryAfter: 1 },
  { match: { method: 'POST', path: /^\/users$/ }, kind: 'status', status: 503 },
  { match: { method: 'POST', path: /^\/users$/ }, kind: 'reset-after' },
  { match: { method: 'POST', path: /^\/users$/ }, kind: 'reset-before' },
  { match: { path: /^\/\$batch$/ }, kind: 'reset-after' },
  { match: { path: /^\/\$batch$/ }, kind: 'reset-before' },
  { match: { path: /^\/\$batch$/ }, kind: 'status', status: 502 },
  { match: { method: 'GET', path: /^\/users/ }, kind: 'status', status: 500 },
  { match: { path: /assignLicense$/ }, kind: 'status', status: 429, retryAfter: 1 },
  { match: { path: /assignLicense$/ }, kind: 'reset-after' },
];
const FAULTS_BETWEEN_KILLS = 4;

const SHAPES = {
  long: { rows: 300, kills: 25, seed: 1, latencyMs: 400, longestLifeMs: 1_500, faultKinds: 10 },
  short: { rows: 40, kills: 3, seed: 2, latencyMs: 300, longestLifeMs: 600, faultKinds: 3 },
} as const;
/** Look-ups after the last faults wait for up to a minute each, and the machine may be busy. */
const PATIENCE_MS = 5 * 60_000;

const RECIPIENTS = ['it@contoso.com', 'hr@contoso.com'];
const FILE = 'random.csv';

function isTold(prepared: Prepared): boolean {
  return listMissing(prepared).length === 0;
}

async function waitForResults(prepared: Prepared): Promise<boolean> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!isTold(prepared)) {
    if (Date.now() > deadline) return false;
    await sleep(100);
  }
  return true;
}

async function play(sandbox: Sandbox, masterKey: Buffer, shape: (typeof SHAPES)['long' | 'short']) {
  const { rows, seed, latencyMs, longestLifeMs } = shape;
  const chance = createChance(seed);
  for (const { skuId } of SKUS) {
    const sku = sandbox.graph.state.skus.get(skuId);
    if (sku !== undefined) sku.enabled = 10_000;
  }
  const names = Array.from({ length: rows }, (_, index) => `random${index + 1}@contoso.com`);
  const asked = { fileName: FILE, names, licenses: [LICENSE], recipients: RECIPIENTS };
  await sandbox.bot.start();
  const prepared = await prepareRosterInTeams(sandbox, asked);

  sandbox.graph.switches.latencyMs = latencyMs;
  const set: GraphFault[] = [];
  let kills = 0;
  // The click is answered, or is cut off by the first kill; then the job is there all the same, or is asked for again.
  let pressed = await prepared.press().then(
    () => true,
    () => false,
  );
  while (kills < shape.kills && !isTold(prepared)) {
    for (let fault = 0; fault < FAULTS_BETWEEN_KILLS; fault += 1) {
      const drawn = FAULTS[Math.floor(chance() * FAULTS.length)];
      if (drawn === undefined) continue;
      const fault = { ...drawn, times: 1 };
      sandbox.graph.fail(fault);
      set.push(fault);
    }
    await sleep(chance() * longestLifeMs);
    await sandbox.bot.kill();
    kills += 1;
    await sandbox.bot.start();
    if (!pressed) pressed = await prepared.press().then(() => true);
  }
  sandbox.graph.switches.latencyMs = 0;
  const told = await waitForResults(prepared);
  await sandbox.bot.stop();
  const scene = { graph: sandbox.graph, mail: sandbox.mail, dataFolder: sandbox.dataDir };
  const findings = await checkService(scene, { names, recipients: RECIPIENTS, masterKey });
  if (!told) findings.said.push('the results were not told');
  for (const sentence of findings.said) console.error(`random: ${sentence}`);
  const pending = sandbox.graph.pendingFaults();
  const kinds = FAULTS.filter(({ match, kind, status }) => {
    const isSame = (fault: GraphFault): boolean =>
      fault.match === match && fault.kind === kind && fault.status === status;
    return set.filter(isSame).length > pending.filter(isSame).length;
  });
  return { findings, told, kills, faultsMet: set.length - pending.length, faultKindsMet: kinds.length };
}

/**
 * Kills the whole bot at random moments of one job, with a Graph that throttles, fails, breaks connections before and
 * after the work, and loses answers. Everybody must exist once, with the sealed password, the license and one result.
 */
export const drillRandom: Drill = async ({ short }): Promise<DrillLine[]> => {
  const shape = short ? SHAPES.short : SHAPES.long;
  const masterKey = randomBytes(32);
  const sandbox = await createSandbox({ env: { SECRET_KEY: masterKey.toString('base64') } });
  try {
    const { findings, told, kills, faultsMet, faultKindsMet } = await play(sandbox, masterKey, shape);
    const { lost, duplicated, passwordsLost, mailsAgain } = findings;
    return [
      {
        drill: 'random',
        rows: shape.rows,
        seed: shape.seed,
        kills,
        faultsMet,
        faultKindsMet,
        mailsAgain,
        notReached: shape.kills - kills + Math.max(0, shape.faultKinds - faultKindsMet),
        lost: lost + (told ? 0 : 1),
        duplicated,
        passwordsLost,
      },
    ];
  } finally {
    await sandbox.stop();
  }
};
