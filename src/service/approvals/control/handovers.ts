import { SENSITIVE_FIELDS } from '../../../domain/acts.ts';
import type { ProvisioningOptions } from '../../context.ts';
import type { AuditEntry } from '../../ports/records.ts';

/** Somebody who made an account, had its password or could have set it, as the audit tells it. */
export interface Handover {
  /** Of the account, in lower case. */
  objectId: string;
  /** A policy id, or a mail address that a password or its link went to. */
  by: string;
  how: 'created' | 'password' | 'contact';
  at: number;
}

const MADE: Readonly<Record<string, Handover['how']>> = {
  'account.created': 'created',
  'password.reset': 'password',
  'person.changed': 'contact',
};

/**
 * Microsoft: "Pre-populate user authentication contact information for self-service password reset": whoever sets one of
 * these can set the password with it. A new user name and an allowed sign-in let nobody in by themselves.
 */
const RESETS_BY: ReadonlySet<string> = new Set(SENSITIVE_FIELDS);

/** What a job's passwords went through. An accepted job will mail them, so its recipients count from then on. */
const HAD: ReadonlySet<string> = new Set([
  'job.accepted',
  'passwords.revealed',
  'passwords.mailed',
  'passwords.sent_on',
  'link.given',
  'link.opened',
  'pass.made',
]);

function textOf({ detail }: AuditEntry, key: string): string {
  const value = detail?.[key];
  return typeof value === 'string' ? value : '';
}

/**
 * A change of contact data that failed may have arrived all the same: one try got no answer, and the next was refused. To
 * count somebody's own failed change costs them an approver for a while; not to count it could make them their own.
 */
function hasMade(entry: AuditEntry, how: Handover['how']): boolean {
  if (how !== 'contact') return entry.outcome === 'done';
  if (entry.outcome === 'refused') return false;
  return textOf(entry, 'fields')
    .split(' ')
    .some((name) => RESETS_BY.has(name));
}

/** A mail that got no answer may have arrived. */
function hasHappened(entry: AuditEntry): boolean {
  if (entry.what === 'passwords.mailed') return textOf(entry, 'state') !== 'refused';
  return entry.outcome === 'done';
}

function recipientsOf(entry: AuditEntry): string[] {
  const text = `${textOf(entry, 'recipient')} ${textOf(entry, 'recipients')}`;
  return text.split(' ').filter((word) => word.includes('@'));
}

/**
 * Who made these accounts, had their passwords or set what they can be reset by, whenever that was: whoever asked for the
 * job that did it, and whom its passwords or links went to. Accounts are told by object id, since a user name can be somebody else's later.
 */
export async function readHandovers(
  { store }: Pick<ProvisioningOptions, 'store'>,
  objectIds: readonly string[],
): Promise<Handover[]> {
  if (objectIds.length === 0) return [];
  const wanted = new Set(objectIds.map((id) => id.toLowerCase()));
  const limit = Number.MAX_SAFE_INTEGER;
  const found: Handover[] = [];
  const byJob = new Map<string, { by: string; objectIds: string[] }>();
  const names = new Set<string>();
  for (const entry of await store.readAudit({ mentions: [...wanted], limit })) {
    const how = MADE[entry.what];
    const objectId = textOf(entry, 'objectId').toLowerCase();
    if (how === undefined || !hasMade(entry, how) || !wanted.has(objectId)) continue;
    found.push({ objectId, by: entry.actor, how, at: entry.at });
    // Its job has no passwords.
    if (how === 'contact') continue;
    const jobId = textOf(entry, 'jobId');
    const known = byJob.get(jobId)?.objectIds ?? [];
    byJob.set(jobId, { by: entry.actor, objectIds: [...known, objectId] });
    names.add(entry.subject ?? '');
  }
  if (byJob.size === 0) return found;
  // What is about the job, or about these people, and not what is about the thousands of others in it.
  for (const entry of await store.readAudit({ subjects: [...byJob.keys(), ...names], limit })) {
    const job = byJob.get(textOf(entry, 'jobId') || (entry.subject ?? ''));
    if (job === undefined || !HAD.has(entry.what) || !hasHappened(entry)) continue;
    for (const by of [job.by, ...recipientsOf(entry)]) {
      found.push(
        ...job.objectIds.map((objectId) => ({ objectId, by, how: 'password' as const, at: entry.at })),
      );
    }
  }
  return found;
}
