import { PASSWORD_FIELD } from '../../src/service/jobs/redraw.ts';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import { loudLog, sealerOf } from '../composition/composeService.ts';
import { LICENSE, makePeople } from '../composition/tenant.ts';
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

/** Accounts of these people: one each. */
function countAccounts({ graph }: LoopbackTenant, rows: number, findings: Findings): void {
  const names = new Map<string, number>();
  for (const { userPrincipalName } of graph.state.users.values()) {
    if (!userPrincipalName.startsWith('bench')) continue;
    names.set(userPrincipalName, (names.get(userPrincipalName) ?? 0) + 1);
  }
  for (const { userPrincipalName } of makePeople(rows)) {
    const count = names.get(userPrincipalName) ?? 0;
    names.delete(userPrincipalName);
    if (count === 0) {
      findings.lost += 1;
      findings.said.push(`${userPrincipalName} was not created`);
    }
    findings.duplicated += Math.max(0, count - 1);
  }
  for (const [name, count] of names) {
    findings.duplicated += count;
    findings.said.push(`${name} was created beside`);
  }
}

/** After the naive runner: whether each account's password is in its record. */
export async function checkNaive(tenant: LoopbackTenant, rows: number): Promise<Findings> {
  const findings: Findings = { ...NOTHING_FOUND, said: [] };
  countAccounts(tenant, rows, findings);
  const passwords = await readNaivePasswords(tenant.dataFolder);
  for (const { userPrincipalName } of makePeople(rows)) {
    const account = tenant.graph.state.findUser(userPrincipalName);
    if (account !== undefined && account.password !== passwords[userPrincipalName]) {
      findings.passwordsLost += 1;
    }
  }
  return findings;
}

/** After the service: accounts, licenses, records, sealed passwords and mails. */
export async function checkService(
  tenant: LoopbackTenant,
  rows: number,
  masterKey: Buffer,
): Promise<Findings> {
  const findings: Findings = { ...NOTHING_FOUND, said: [] };
  const say = (kind: 'lost' | 'duplicated' | 'passwordsLost', sentence: string, count = 1): void => {
    findings[kind] += count;
    findings.said.push(sentence);
  };
  countAccounts(tenant, rows, findings);

  const clock = { now: Date.now, sleep: () => Promise.resolve() };
  const store = await openLowdbStore({ folder: tenant.dataFolder, clock, log: loudLog });
  const [job, ...more] = await store.listJobs({ limit: 10 });
  const records = job === undefined ? [] : await store.loadRows(job.id);
  await store.close();
  if (job === undefined) {
    say('lost', 'there is no job', rows);
    return findings;
  }
  if (more.length > 0) say('duplicated', 'there is another job', more.length);
  if (job.state !== 'done') say('lost', `the job is ${job.state}`);
  const results = job.messages.filter(({ kind }) => kind === 'results');
  if (results.length === 0) say('lost', 'no results message is due');
  if (results.length > 1) say('duplicated', 'two results messages are due');

  const sealer = sealerOf(masterKey);
  const mails = new Map(tenant.mail.mails.map((mail) => [mail.messageId, mail]));
  findings.mailsAgain = tenant.mail.mails.length - mails.size;
  for (const { userPrincipalName } of makePeople(rows)) {
    const account = tenant.graph.state.findUser(userPrincipalName);
    const found = records.filter(({ person }) => person.userPrincipalName === userPrincipalName);
    if (found.length > 1) say('duplicated', `${userPrincipalName} has ${found.length} rows`);
    const [row] = found;
    if (account === undefined) continue;
    if (row === undefined) {
      say('passwordsLost', `${userPrincipalName} has no row`);
      continue;
    }
    if (row.create.state !== 'done' || row.objectId !== account.id) {
      say('lost', `${userPrincipalName} has no result: create ${row.create.state}`);
    }
    if (row.license.state !== 'done' || !account.assignedLicenses.some(({ skuId }) => skuId === LICENSE)) {
      say('lost', `${userPrincipalName} has no license: ${row.license.state}`);
    }
    const sealed = sealer.open(job.key, row.rowId, PASSWORD_FIELD, row.password).reveal();
    if (sealed !== account.password) say('passwordsLost', `${userPrincipalName} has another password`);
    const mailed = [...mails.values()].filter(({ text }) => text.includes(`Password:  ${account.password}`));
    if (mailed.length !== 1) say('passwordsLost', `${userPrincipalName} is in ${mailed.length} mails`);
  }
  return findings;
}
