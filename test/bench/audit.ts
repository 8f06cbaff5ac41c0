import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { deriveAuditKeys } from '../../src/audit/auditKeys.ts';
import { verifyChain } from '../../src/audit/verifyChain.ts';
import { policySchema } from '../../src/domain/policy/policy.ts';
import type { Actor, Profile } from '../../src/domain/terms.ts';
import { createFindControlled } from '../../src/service/approvals/control/control.ts';
import { createDecisionAudit } from '../../src/service/approvals/decisionAudit.ts';
import { createHistories } from '../../src/service/audit/history.ts';
import type { ProvisioningOptions } from '../../src/service/context.ts';
import type { Facts } from '../../src/service/facts/facts.ts';
import { createLookUps } from '../../src/service/people/lookUps.ts';
import type { RequestRecord } from '../../src/service/ports/requests.ts';
import { readAuditLines } from '../../src/store/audit/readAuditLines.ts';
import { type HeldStore, openLowdbStore } from '../../src/store/openLowdbStore.ts';
import { loudLog, masterKeysOf } from '../composition/composeService.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { objectIdOf, writeAuditFile } from './manyEntries.ts';
import { medianOf, printLine } from './numbers.ts';

const ENTRIES = process.argv.includes('--short') ? 5_000 : 354_000;
const FEW_ENTRIES = 100;
const RUNS = 40;

const masterKeys = masterKeysOf(Buffer.alloc(32, 7));
const keys = deriveAuditKeys(masterKeys);
const clock = { now: Date.now, sleep: () => Promise.resolve() };
const OMAR: Actor = {
  id: 'omar',
  name: 'Omar Haddad',
  roles: ['admin'],
  customer: 'contoso',
  platform: 'slack',
  userId: 'U0OMARHADD',
};
/** What the service reads and writes of the audit when somebody does one of these. */
function createTasks(store: HeldStore): Readonly<Record<string, () => Promise<unknown>>> {
  const human = (id: string, person: number) => ({
    id,
    name: id,
    teams: objectIdOf(person),
    roles: ['approver'],
  });
  const policy = policySchema.parse({
    customers: [{ id: 'contoso', name: 'Contoso' }],
    people: [human('omar', 1), human('grace', 2), human('kim', 3)],
  });
  const profile = { id: objectIdOf(7), userPrincipalName: 'person7@contoso.com' } as Profile;
  const directory = { readProfile: async () => profile, listAccounts: async () => [] };
  const context = {
    policy,
    store,
    clock,
    log: { ...loudLog, info: () => undefined },
    directoryFor: () => directory,
  } as unknown as ProvisioningOptions;
  const facts = { licenseNames: async () => ({}) } as unknown as Facts;
  const findControlled = createFindControlled(context);
  const ensureAudited = createDecisionAudit(context);
  const lookUps = createLookUps(context, facts);
  const histories = createHistories(context);
  let requests = 0;
  return {
    async decision() {
      requests += 1;
      const decision = { by: 'grace', platform: 'slack', decision: 'approve', version: 1, hash: 'h', at: 1 };
      await findControlled(
        OMAR,
        policy.people.map(({ id, name, teams }) => ({ id, name, objectId: teams })),
      );
      await ensureAudited({
        id: `req_${requests}`,
        customer: 'contoso',
        asked: {},
        decisions: [decision],
      } as unknown as RequestRecord);
    },
    person: () => lookUps.readPerson(OMAR, objectIdOf(7)),
    'history of a person': () => histories.read(OMAR, 'person9', 100),
    'history page': () => histories.read(OMAR, '', 100),
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** How long it takes, and how long the event loop is held up meanwhile at most. */
async function watched(work: () => Promise<unknown>): Promise<{ seconds: number; heldMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const seconds = (await timed(work)) / 1_000;
  delay.disable();
  return { seconds, heldMs: Math.max(0, delay.max / 1e6 - 5) };
}

/** What an audit of 354,000 entries costs, against one of 100. */
export async function benchAudit(): Promise<void> {
  const folders = await Promise.all([0, 1].map(() => mkdtemp(join(tmpdir(), 'rollcall-bench-'))));
  const [few = '', many = ''] = folders;
  await writeAuditFile(few, FEW_ENTRIES, keys);
  await writeAuditFile(many, ENTRIES, keys);
  const openStore = (folder: string) => openLowdbStore({ folder, masterKeys, clock, log: loudLog });
  const small = await openStore(few);
  const before = process.memoryUsage().rss;
  let large: HeldStore | undefined;
  const indexed = await watched(async () => {
    large = await openStore(many);
    await large.readAudit({ limit: 1 });
  });
  if (large === undefined) throw new Error('The store did not open.');
  const indexMB = (process.memoryUsage().rss - before) / 1e6;
  printLine({ bench: 'audit', what: 'index', n: ENTRIES, ...indexed, indexMB }, { heldMs: 50, indexMB: 150 });

  const [ours, baseline] = [createTasks(large), createTasks(small)];
  for (const [what, task] of Object.entries(ours)) {
    const times: number[] = [];
    const baselines: number[] = [];
    // In turns, as the machine's load changes.
    for (let run = 0; run < RUNS; run += 1) {
      baselines.push(await timed(baseline[what] ?? task));
      times.push(await timed(task));
    }
    const [ms, smallMs] = [medianOf(times), medianOf(baselines)];
    printLine({ bench: 'audit', what, n: ENTRIES, ms, smallMs, ratio: ms / smallMs }, { ratio: 2 });
  }

  const path = join(many, 'audit.jsonl');
  const verified = await watched(async () => {
    const report = await verifyChain(() => readAuditLines(path), keys);
    if (!report.whole) throw new Error(`${report.line}: ${report.fault}`);
  });
  printLine({ bench: 'audit', what: 'verify', n: ENTRIES, ...verified }, { heldMs: 50 });
  const half = Date.now() - (ENTRIES / 2) * 100;
  const store = large;
  const cut = await watched(() => store.cutAudit(half, Date.now()));
  printLine({ bench: 'audit', what: 'cut', n: ENTRIES, ...cut }, { heldMs: 50 });
  await small.close();
  await large.close();
  await Promise.all(folders.map((folder) => removeFolder(folder)));
}
