import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { USERS } from '../../src/sandbox/contoso.ts';
import type { LoopbackUser } from '../../src/sandbox/graph/people/userMap.ts';
import { PASSWORD_FIELD } from '../../src/service/jobs/steps/redraw.ts';
import type { Delivery, JobRecord, RowRecord } from '../../src/service/ports/records.ts';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import { loudLog, masterKeysOf, sealerOf } from '../composition/composeService.ts';
import { LICENSE } from '../composition/tenant.ts';
import type { LoopbackTenant } from './loopbackTenant.ts';
import { readNaivePasswords } from './naive.ts';

/** What is wrong with a tenant and its records after a job. */
export interface Findings {
  lost: number;
  duplicated: number;
  passwordsLost: number;
  /** Mails that came more than once, with the same Message-ID. Harmless, and not to be avoided over SMTP. */
  mailsAgain: number;
  /** What is wrong, in words. */
  said: string[];
}

export const NOTHING_FOUND: Omit<Findings, 'said'> = {
  lost: 0,
  duplicated: 0,
  passwordsLost: 0,
  mailsAgain: 0,
};

/** The services that a job worked with, and where its records are. */
type Scene = Pick<LoopbackTenant, 'graph' | 'mail' | 'dataFolder'>;

/** What one job was to do. Each person gets one license. */
export interface Expected {
  /** User names of the people. */
  names: readonly string[];
  recipients: readonly string[];
  /** That stored passwords are sealed with. */
  masterKey: Buffer;
}

type Say = (kind: 'lost' | 'duplicated' | 'passwordsLost', sentence: string, count?: number) => void;

function createFindings(): { findings: Findings; say: Say } {
  const findings: Findings = { ...NOTHING_FOUND, said: [] };
  return {
    findings,
    say(kind, sentence, count = 1) {
      findings[kind] += count;
      findings.said.push(sentence);
    },
  };
}

/** One account for each name, and none beside them and those that the tenant had. */
function checkAccounts({ graph }: Pick<Scene, 'graph'>, names: readonly string[], say: Say): void {
  const there = new Map<string, number>(USERS.map(({ userPrincipalName }) => [userPrincipalName, -1]));
  for (const { userPrincipalName } of graph.state.users.values()) {
    there.set(userPrincipalName, (there.get(userPrincipalName) ?? 0) + 1);
  }
  for (const name of names) {
    const count = there.get(name) ?? 0;
    there.delete(name);
    if (count === 0) say('lost', `${name} wasn't created`);
    if (count > 1) say('duplicated', `${name} was created ${count} times`, count - 1);
  }
  for (const [name, count] of there) if (count > 0) say('duplicated', `${name} was created beside`, count);
}

/** After the naive runner: whether each account's password is in its record. */
export async function checkNaive(scene: Scene, names: readonly string[]): Promise<Findings> {
  const { findings, say } = createFindings();
  checkAccounts(scene, names, say);
  const passwords = await readNaivePasswords(scene.dataFolder);
  for (const name of names) {
    const account = scene.graph.state.findUser(name);
    if (account !== undefined && account.password !== passwords[name]) findings.passwordsLost += 1;
  }
  return findings;
}

/** Accounts of these people, and their passwords in exactly one mail to each recipient. */
export function checkPeople(
  scene: Pick<Scene, 'graph' | 'mail'>,
  names: readonly string[],
  recipients: readonly string[],
): { findings: Findings; say: Say } {
  const { findings, say } = createFindings();
  checkAccounts(scene, names, say);
  const mails = new Map(scene.mail.mails.map((mail) => [mail.messageId, mail]));
  findings.mailsAgain = scene.mail.mails.length - mails.size;
  for (const name of names) {
    const account = scene.graph.state.findUser(name);
    if (account === undefined) continue;
    for (const recipient of recipients) {
      const mailed = [...mails.values()].filter(
        ({ to, text }) => to.includes(recipient) && text.includes(` ${account.password}\n`),
      );
      if (mailed.length !== 1) say('passwordsLost', `${name} is in ${mailed.length} mails to ${recipient}`);
    }
  }
  return { findings, say };
}

async function readRecords(
  folder: string,
  masterKey: Buffer,
): Promise<{ jobs: JobRecord[]; rows: RowRecord[] }> {
  const clock = { now: Date.now, sleep: () => Promise.resolve() };
  const store = await openLowdbStore({ folder, masterKeys: masterKeysOf(masterKey), clock, log: loudLog });
  const jobs = await store.listJobs({ limit: 10 });
  const [job] = jobs;
  const rows = job === undefined ? [] : await store.loadRows(job.id);
  await store.close();
  return { jobs, rows };
}

/** How far the job's mails have come, as its file says now: the bot may be at work on it. */
export async function readDeliveries(folder: string): Promise<readonly Delivery[]> {
  const [id] = await readdir(join(folder, 'jobs'));
  if (id === undefined) return [];
  const text = await readFile(join(folder, 'jobs', id, 'job.json'), 'utf8').catch(() => '{}');
  const { job } = JSON.parse(text) as { job?: JobRecord };
  return job?.deliveries ?? [];
}

function checkJob(job: JobRecord, others: readonly JobRecord[], say: Say): void {
  if (others.length > 0) say('duplicated', 'there is another job', others.length);
  if (job.state !== 'done') say('lost', `the job is ${job.state}`);
  const results = job.messages.filter(({ kind }) => kind === 'results');
  if (results.length === 0) say('lost', 'no results message is due');
  if (results.length > 1) say('duplicated', 'two results messages are due');
}

function checkRow(row: RowRecord, account: LoopbackUser, say: Say): void {
  const { userPrincipalName } = account;
  if (row.create.state !== 'done' || row.objectId !== account.id) {
    say('lost', `${userPrincipalName} has no result: create ${row.create.state}`);
  }
  if (row.license.state !== 'done' || !account.assignedLicenses.some(({ skuId }) => skuId === LICENSE)) {
    say('lost', `${userPrincipalName} has no license: ${row.license.state}`);
  }
}

/**
 * After the service has done one job, and nobody works on its folder any more: accounts, licenses, records, sealed
 * passwords and mails.
 */
export async function checkService(scene: Scene, expected: Expected): Promise<Findings> {
  const { names, recipients, masterKey } = expected;
  const { findings, say } = checkPeople(scene, names, recipients);
  const { jobs, rows } = await readRecords(scene.dataFolder, masterKey);
  const [job, ...others] = jobs;
  if (job === undefined) {
    say('lost', 'there is no job', names.length);
    return findings;
  }
  checkJob(job, others, say);
  const sealer = sealerOf(masterKey);
  for (const name of names) {
    const [row, ...more] = rows.filter(({ person }) => person.userPrincipalName === name);
    if (more.length > 0) say('duplicated', `${name} has ${more.length + 1} rows`);
    const account = scene.graph.state.findUser(name);
    if (account === undefined) continue;
    if (row === undefined) {
      say('passwordsLost', `${name} has no row`);
      continue;
    }
    checkRow(row, account, say);
    const sealed = sealer.open(job.key, row.rowId, PASSWORD_FIELD, row.password).reveal();
    if (sealed !== account.password) say('passwordsLost', `${name} has another password`);
  }
  return findings;
}

/**
 * After a job was stopped halfway: everybody asked for is in the records, and each account has its sealed password
 * there. `created` counts the accounts that the tenant did not have.
 */
export async function checkHalfDone(
  scene: Scene,
  { people, masterKey }: { people: number; masterKey: Buffer },
): Promise<Findings & { created: number }> {
  const { findings, say } = createFindings();
  const { jobs, rows } = await readRecords(scene.dataFolder, masterKey);
  const [job, ...others] = jobs;
  if (others.length > 0) say('duplicated', 'there is another job', others.length);
  if (rows.length !== people) say('lost', `${rows.length} rows for ${people} people`);
  const before = new Set<string>(USERS.map(({ userPrincipalName }) => userPrincipalName));
  const created = [...scene.graph.state.users.values()].filter(
    ({ userPrincipalName }) => !before.has(userPrincipalName),
  );
  const rowOf = new Map(rows.map((row) => [row.person.userPrincipalName, row]));
  const seen = new Set<string>();
  const sealer = sealerOf(masterKey);
  for (const { userPrincipalName, password } of created) {
    if (seen.has(userPrincipalName)) say('duplicated', `${userPrincipalName} was created again`);
    seen.add(userPrincipalName);
    const row = rowOf.get(userPrincipalName);
    const isKept =
      job !== undefined &&
      row !== undefined &&
      sealer.open(job.key, row.rowId, PASSWORD_FIELD, row.password).reveal() === password;
    if (!isKept) say('passwordsLost', `${userPrincipalName} has a password that is nowhere in the records`);
  }
  return { ...findings, created: created.length };
}
