import type { Act, PersonState } from '../../src/domain/acts.ts';
import type { LoopbackUser } from '../../src/sandbox/graph/userMap.ts';
import type { AuditEntry, JobRecord, RowRecord } from '../../src/service/ports/records.ts';
import { openSnapshot } from '../../src/service/snapshots/snapshots.ts';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import { loudLog, masterKeysOf, sealerOf } from '../composition/composeService.ts';
import { LICENSE } from '../composition/tenant.ts';
import { ACTS_SCENES, GROUPS, MANAGER, MORE, REPLY } from './actsScene.ts';
import type { LoopbackTenant } from './loopbackTenant.ts';

/** What is wrong after the jobs of {@link ACTS_SCENES}, in words. */
export interface ActsFindings {
  lost: string[];
  duplicated: string[];
  /** Rows and snapshots that say something else than what happened. */
  untrue: string[];
}

type Scene = (typeof ACTS_SCENES)[number];
type Tenant = Pick<LoopbackTenant, 'graph' | 'dataFolder'>;

/** What the history calls what was done in each scene. */
const AUDITED: Readonly<Partial<Record<Scene['task'], readonly string[]>>> = {
  leave: [
    'person.blocked',
    'person.signed_out',
    'person.password_replaced',
    'person.reply_set',
    'person.methods_removed',
    'group.left',
    'license.changed',
  ],
  change: ['person.signed_out', 'person.changed', 'person.manager_changed', 'person.renamed'],
  putBack: ['person.changed', 'group.left', 'group.joined_again', 'license.changed', 'person.allowed'],
  restore: ['account.restored', 'group.left', 'group.joined_again', 'license.changed', 'person.allowed'],
};

/** Somebody as the tenant has them, in the words of the checks. */
function describe({ graph: { state } }: Tenant, user: LoopbackUser) {
  const groups = state.groups
    .filter(({ members }) => members.has(user.id))
    .map(({ displayName }) => displayName);
  const { automaticRepliesSetting: reply } = (state.mailboxes.get(user.id) ?? {}) as {
    automaticRepliesSetting?: { internalReplyMessage?: string; externalReplyMessage?: string };
  };
  return {
    name: user.userPrincipalName,
    isEnabled: user.accountEnabled,
    jobTitle: user.jobTitle ?? null,
    department: user.department ?? null,
    groups: groups.sort(),
    licenses: user.assignedLicenses.map(({ skuId }) => skuId).sort(),
    manager: state.managers.get(user.id) ?? null,
    methods: (state.methods.get(user.id) ?? []).length,
    isSignedOut: user.signInSessionsValidFromDateTime !== undefined,
    hasFirstPassword: user.password === `first-of-${user.id}`,
    replies: [reply?.internalReplyMessage ?? null, reply?.externalReplyMessage ?? null],
  };
}

type Described = ReturnType<typeof describe>;

const [CREW, DOORS, BACK] = GROUPS.map(({ displayName }) => displayName);

function before({ task, asked }: Scene): Described {
  return {
    name: asked.person.userPrincipalName,
    isEnabled: task === 'leave' || task === 'change',
    jobTitle: 'Trainee',
    department: 'Ward 3',
    groups: [CREW, DOORS].sort() as string[],
    licenses: [LICENSE],
    manager: null,
    methods: 2,
    isSignedOut: false,
    hasFirstPassword: true,
    replies: [null, null],
  };
}

/** How each of them is to be in the end; what no act names is as it was. */
const AFTER: Readonly<Partial<Record<Scene['task'], Partial<Described>>>> = {
  leave: {
    isEnabled: false,
    groups: [],
    licenses: [],
    methods: 0,
    isSignedOut: true,
    hasFirstPassword: false,
    replies: [REPLY, REPLY],
  },
  change: {
    name: 'changed.name@contoso.com',
    jobTitle: 'Lead',
    department: null,
    manager: MANAGER.id,
    isSignedOut: true,
  },
  putBack: {
    isEnabled: true,
    jobTitle: 'Nurse',
    groups: [DOORS, BACK].sort() as string[],
    licenses: [MORE],
  },
  restore: {
    isEnabled: true,
    groups: [CREW, BACK].sort() as string[],
    licenses: [LICENSE, MORE].sort(),
  },
};

function differences(found: object, wanted: object): string[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    const is = JSON.stringify((found as Record<string, unknown>)[name]);
    return is === JSON.stringify(value) ? [] : [`${name} is ${is}, not ${JSON.stringify(value)}`];
  });
}

/** Of what was kept: how they were before the first of the acts, and after a restore. */
function describeKept({ userPrincipalName, accountEnabled, fields, groups, held, manager }: PersonState) {
  return {
    name: userPrincipalName,
    isEnabled: accountEnabled,
    jobTitle: fields.jobTitle ?? null,
    department: fields.department ?? null,
    groups: groups?.map(({ displayName }) => displayName).sort(),
    licenses: held.map(({ skuId }) => skuId).sort(),
    manager: manager?.id ?? null,
  };
}

interface Records {
  jobs: JobRecord[];
  rows: ReadonlyMap<string, RowRecord[]>;
  audit: AuditEntry[];
  snapshots: { objectId: string; state: PersonState }[];
}

async function readRecords({ dataFolder: folder }: Tenant, masterKey: Buffer): Promise<Records> {
  const clock = { now: Date.now, sleep: () => Promise.resolve() };
  const store = await openLowdbStore({ folder, masterKeys: masterKeysOf(masterKey), clock, log: loudLog });
  const sealer = sealerOf(masterKey);
  const jobs = await store.listJobs({ limit: 1_000 });
  const rows = new Map<string, RowRecord[]>();
  for (const { id } of jobs) rows.set(id, await store.loadRows(id));
  const audit = await store.readAudit({ limit: 100_000 });
  const snapshots = (await store.listSnapshots({})).map((one) => ({
    objectId: one.objectId,
    state: openSnapshot({ sealer }, one),
  }));
  await store.close();
  return { jobs, rows, audit, snapshots };
}

function kindsOf({ acts = [] }: RowRecord, state: string): Act['kind'][] {
  return acts.filter((one) => one.state === state).map(({ act }) => act.kind);
}

function checkScene(tenant: Tenant, scene: Scene, records: Records, findings: ActsFindings): void {
  const { task, asked } = scene;
  const { objectId: id = '' } = asked;
  const { lost, duplicated, untrue } = findings;
  const user = tenant.graph.state.users.get(id);
  if (user === undefined) {
    lost.push(`${task}: the person is not there`);
    return;
  }
  const wanted = { ...before(scene), ...AFTER[task] };
  lost.push(...differences(describe(tenant, user), wanted).map((one) => `${task}: ${one}`));
  const jobs = records.jobs.filter((one) => one.task === task);
  const [job] = jobs;
  if (job?.state !== 'done') lost.push(`${task}: the job is ${job?.state ?? 'not there'}`);
  if (jobs.length > 1) duplicated.push(`${task}: ${jobs.length} jobs`);
  const [row] = records.rows.get(job?.id ?? '') ?? [];
  const open = row === undefined ? ['no row'] : [...kindsOf(row, 'todo'), ...kindsOf(row, 'failed')];
  if (open.length > 0) untrue.push(`${task}: not told as done: ${open.join(', ')}`);
  const mine = records.audit.filter(({ detail, outcome }) => detail?.objectId === id && outcome === 'done');
  for (const what of AUDITED[task] ?? []) {
    const count = mine.filter((entry) => entry.what === what).length;
    if (count === 0) lost.push(`${task}: the history has no ${what}`);
    if (count > 1) duplicated.push(`${task}: the history has ${what} ${count} times`);
  }
  const kept = records.snapshots.filter(({ objectId }) => objectId === id);
  const [snapshot] = kept;
  if (snapshot === undefined) lost.push(`${task}: no snapshot`);
  else {
    const { name, isEnabled, jobTitle, department, groups, licenses, manager } = before(scene);
    const was = { name, isEnabled, jobTitle, department, groups, licenses, manager };
    untrue.push(
      ...differences(describeKept(snapshot.state), was).map((one) => `${task}: of the snapshot, ${one}`),
    );
  }
  if (kept.length > 1) duplicated.push(`${task}: ${kept.length} snapshots`);
}

/** After all jobs are done, and nobody works on the folder any more. */
export async function checkActs(tenant: Tenant, masterKey: Buffer): Promise<ActsFindings> {
  const findings: ActsFindings = { lost: [], duplicated: [], untrue: [] };
  const records = await readRecords(tenant, masterKey);
  for (const scene of ACTS_SCENES) checkScene(tenant, scene, records, findings);
  return findings;
}

/** Looked at after every answer of Graph: the first password goes with nobody who can still sign in. */
export function findUnblocked({ state }: Tenant['graph']): string[] {
  const leaver = state.users.get(ACTS_SCENES.find(({ task }) => task === 'leave')?.asked.objectId ?? '');
  if (leaver === undefined) return [];
  const isNew = leaver.password !== `first-of-${leaver.id}`;
  return isNew && leaver.accountEnabled ? ['the password was replaced before the sign-in was blocked'] : [];
}
