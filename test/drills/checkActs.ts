import type { Act, PersonState } from '../../src/domain/acts.ts';
import type { LoopbackUser } from '../../src/sandbox/graph/people/userMap.ts';
import type { AuditEntry, JobRecord, RowRecord } from '../../src/service/ports/records.ts';
import type { RequestRecord } from '../../src/service/ports/requests.ts';
import type { Store } from '../../src/service/ports/store.ts';
import { openSnapshot } from '../../src/service/snapshots/snapshots.ts';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import { loudLog, masterKeysOf, sealerOf } from '../composition/composeService.ts';
import { LICENSE } from '../composition/tenant.ts';
import { ACTS_SCENES, GROUPS, MANAGER, MORE, REPLY } from './actsScene.ts';
import type { LoopbackTenant } from './loopbackTenant.ts';

/** What is wrong after people were changed, in words. */
export interface ActsFindings {
  lost: string[];
  duplicated: string[];
  /** Rows and snapshots that say something else than what happened. */
  untrue: string[];
}

/** Somebody, and what was asked for them. */
type Scene = Pick<(typeof ACTS_SCENES)[number], 'task' | 'asked'>;
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

/** All that is kept, of each person by object id. */
interface Records {
  jobs: JobRecord[];
  requests: RequestRecord[];
  rows: ReadonlyMap<string, RowRecord[]>;
  /** What was done. */
  audit: ReadonlyMap<string, AuditEntry[]>;
  snapshots: ReadonlyMap<string, PersonState[]>;
}

function groupBy<T>(all: readonly T[], idOf: (one: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(idOf(one), [...(groups.get(idOf(one)) ?? []), one]);
  return groups;
}

function openFolder({ dataFolder: folder }: Tenant, masterKey: Buffer): Promise<Store> {
  const clock = { now: Date.now, sleep: () => Promise.resolve() };
  return openLowdbStore({ folder, masterKeys: masterKeysOf(masterKey), clock, log: loudLog });
}

async function readRecords(store: Store, masterKey: Buffer): Promise<Records> {
  const sealer = sealerOf(masterKey);
  const jobs = await store.listJobs({ limit: 1_000 });
  const requests = await store.listRequests({});
  const rows = (await Promise.all(jobs.map(({ id }) => store.loadRows(id)))).flat();
  const audit = (await store.readAudit({ limit: 100_000 })).filter(({ outcome }) => outcome === 'done');
  const snapshots = (await store.listSnapshots({})).map((one) => openSnapshot({ sealer }, one));
  await store.close();
  return {
    jobs,
    requests,
    rows: groupBy(rows, ({ objectId = '' }) => objectId),
    audit: groupBy(audit, ({ detail }) => String(detail?.objectId ?? '')),
    snapshots: groupBy(snapshots, ({ id }) => id),
  };
}

function kindsOf({ acts = [] }: RowRecord, state: string): Act['kind'][] {
  return acts.filter((one) => one.state === state).map(({ act }) => act.kind);
}

function checkPerson(tenant: Tenant, scene: Scene, records: Records, findings: ActsFindings): void {
  const { task, asked } = scene;
  const { objectId: id = '', person } = asked;
  const { lost, duplicated, untrue } = findings;
  const who = `${task} of ${person.userPrincipalName}`;
  const user = tenant.graph.state.users.get(id);
  if (user === undefined) {
    lost.push(`${who}: nobody is there`);
    return;
  }
  const wanted = { ...before(scene), ...AFTER[task] };
  lost.push(...differences(describe(tenant, user), wanted).map((one) => `${who}: ${one}`));
  const rows = records.rows.get(id) ?? [];
  const [row] = rows;
  if (rows.length > 1) duplicated.push(`${who}: in ${rows.length} jobs`);
  const open = row === undefined ? ['no row'] : [...kindsOf(row, 'todo'), ...kindsOf(row, 'failed')];
  if (open.length > 0) untrue.push(`${who}: not told as done: ${open.join(', ')}`);
  const mine = records.audit.get(id) ?? [];
  for (const what of AUDITED[task] ?? []) {
    const count = mine.filter((entry) => entry.what === what).length;
    if (count === 0) lost.push(`${who}: the history has no ${what}`);
    if (count > 1) duplicated.push(`${who}: the history has ${what} ${count} times`);
  }
  const kept = records.snapshots.get(id) ?? [];
  const [snapshot] = kept;
  if (snapshot === undefined) lost.push(`${who}: no snapshot`);
  else {
    const { name, isEnabled, jobTitle, department, groups, licenses, manager } = before(scene);
    const was = { name, isEnabled, jobTitle, department, groups, licenses, manager };
    const found = differences(describeKept(snapshot), was);
    untrue.push(...found.map((one) => `${who}: of the snapshot, ${one}`));
  }
  if (kept.length > 1) duplicated.push(`${who}: ${kept.length} snapshots`);
}

/**
 * After everything that was asked for these people is done, and nobody works on the records any more.
 *
 * @param open opens them. Left out: those in the tenant's folder
 */
export async function checkActs(
  tenant: Tenant,
  masterKey: Buffer,
  people: readonly Scene[] = ACTS_SCENES,
  open: () => Promise<Store> = () => openFolder(tenant, masterKey),
): Promise<ActsFindings> {
  const findings: ActsFindings = { lost: [], duplicated: [], untrue: [] };
  const records = await readRecords(await open(), masterKey);
  for (const { task, state } of records.jobs) {
    if (state !== 'done') findings.lost.push(`the job to ${task} is ${state}`);
  }
  for (const { id, copies, asked } of records.requests) {
    // What was planned, and the reminder of the day before.
    const due = asked.startsAt === undefined ? 1 : 2;
    if (copies.length < due) findings.lost.push(`${id}: told ${copies.length} times`);
    if (copies.length > due) findings.duplicated.push(`${id}: told ${copies.length} times`);
  }
  for (const scene of people) checkPerson(tenant, scene, records, findings);
  return findings;
}

/** Looked at after every answer of Graph: the first password goes with nobody who can still sign in. */
export function findUnblocked({ state }: Tenant['graph']): string[] {
  const leaver = state.users.get(ACTS_SCENES.find(({ task }) => task === 'leave')?.asked.objectId ?? '');
  if (leaver === undefined) return [];
  const isNew = leaver.password !== `first-of-${leaver.id}`;
  return isNew && leaver.accountEnabled ? ['the password was replaced before the sign-in was blocked'] : [];
}
