import { Secret } from '../../src/secrets/secret.ts';
import type { DraftRecord, PresetRecord } from '../../src/service/ports/drafts.ts';
import type { HeldJob } from '../../src/service/ports/heldJob.ts';
import type { AuditEntry, JobRecord, RowRecord } from '../../src/service/ports/records.ts';
import type { RequestRecord } from '../../src/service/ports/requests.ts';
import type { LinkRecord } from '../../src/service/ports/shownSecrets.ts';
import type { Store } from '../../src/service/ports/store.ts';
import type { Clock, Log } from '../../src/service/ports/surroundings.ts';

/** The one master key of tests that care for none. */
export const masterKeys = { current: 1, keys: new Map([[1, new Secret(Buffer.alloc(32, 7))]]) };

/** A clock that runs, and can be put forward. */
export interface TestClock extends Clock {
  advance(ms: number): void;
}

export function createTestClock(): TestClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    advance(ms) {
      ahead += ms;
    },
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const stop = (): void => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', stop);
          resolve();
        };
        const timer = setTimeout(stop, ms);
        signal?.addEventListener('abort', stop);
      }),
  };
}

/** A log that keeps its events. */
export function createTestLog(): Log & {
  events: { event: string; fields: Readonly<Record<string, unknown>> }[];
} {
  const events: { event: string; fields: Readonly<Record<string, unknown>> }[] = [];
  const keep = (fields: Readonly<Record<string, unknown>>, event: string): void => {
    events.push({ event, fields });
  };
  return { events, debug: keep, info: keep, warn: keep, error: keep };
}

const place = { platform: 'slack', workspace: 'T0CONTOSO', conversationId: 'D01', kind: 'direct' } as const;
const sealed = {
  alg: 'A256GCM',
  keyVersion: 1,
  nonce: 'bm9uY2U',
  ciphertext: 'Y2lwaGVy',
  tag: 'dGFn',
} as const;

export function sampleJob(id: string, total: number, more: Partial<JobRecord> = {}): JobRecord {
  return {
    id,
    customer: 'contoso',
    requestId: `draft_${id}`,
    requestVersion: 1,
    kind: 'bulk',
    requestedBy: { actorId: 'omar', name: 'Omar Haddad', platform: 'slack', userId: 'U0OMARHADD' },
    place,
    settings: { accountEnabled: true, usageLocation: 'US', licenses: [], recipients: [] },
    total,
    state: 'running',
    key: { ...sealed, jobId: id },
    createdAt: 1_700_000_000_000,
    deliveries: [],
    messages: [],
    ...more,
  };
}

export function sampleRows(count: number): RowRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    rowId: `r${String(index + 1).padStart(4, '0')}`,
    sourceRow: index + 2,
    person: { userPrincipalName: `p${index + 1}@contoso.com`, displayName: `Zoë Person ${index + 1}` },
    accountEnabled: true,
    licenses: ['6fd2c87f-b296-42f0-b197-1e91e994b900'],
    operationId: `op_${index + 1}`,
    password: { ...sealed },
    passwordDraws: 1,
    attempted: false,
    create: { state: 'todo' },
    license: { state: 'todo' },
  }));
}

export function sampleDraft(id: string, expiresAt: number): DraftRecord {
  return {
    id,
    version: 1,
    kind: 'roster',
    owner: 'omar',
    customer: 'contoso',
    place,
    data: { fileName: 'new-starters.csv' },
    createdAt: 1_700_000_000_000,
    expiresAt,
  };
}

export function samplePreset(id: string, more: Partial<PresetRecord> = {}): PresetRecord {
  return {
    id,
    customer: 'contoso',
    name: 'New nurse, Berlin',
    settings: {
      accountEnabled: true,
      usageLocation: 'DE',
      licenses: [{ skuId: 'sku-1', name: 'Office 365 E3' }],
      groups: [{ id: 'group-1', displayName: 'Berlin office' }],
      recipients: ['it@contoso.com'],
      delivery: 'link',
    },
    savedBy: 'omar',
    savedAt: 1_700_000_000_000,
    ...more,
  };
}

/** A request that waits for one approver. */
export function sampleRequest(id: string, more: Partial<RequestRecord> = {}): RequestRecord {
  const { settings, place, requestedBy, customer } = sampleJob('x', 0);
  return {
    id,
    version: 1,
    state: 'waiting',
    customer,
    requestedBy,
    place,
    asked: { draftId: 'draft_1', draftVersion: 2, kind: 'bulk', people: [], settings },
    hash: 'hash',
    rule: 'E5',
    needed: 1,
    approvers: ['grace'],
    decisions: [],
    copies: [{ to: 'grace', as: 'approver', platform: 'slack', userId: 'U9' }],
    createdAt: 1_700_000_000_000,
    expiresAt: 1_700_000_360_000,
    ...more,
  };
}

export function sampleLink(hash: string, now: number, more: Partial<LinkRecord> = {}): LinkRecord {
  return {
    hash,
    kind: 'mail',
    jobId: 'job_1',
    recipient: 'it@contoso.com',
    part: 1,
    rowIds: ['r0001', 'r0002'],
    createdAt: now,
    expiresAt: now + 60_000,
    tries: 0,
    ...more,
  };
}

export function sampleEntry(at: number, more: Partial<AuditEntry> = {}): AuditEntry {
  return { at, actor: 'omar', platform: 'slack', what: 'job.accept', outcome: 'done', ...more };
}

/** The row as it is once Graph has created it. */
export function created(row: RowRecord): RowRecord {
  return {
    ...row,
    attempted: true,
    objectId: `object-of-${row.rowId}`,
    create: { state: 'done', at: 1_700_000_001_000 },
  };
}

/** A hold on a job that is there. */
export async function hold(store: Pick<Store, 'holdJob'>, jobId: string): Promise<HeldJob> {
  const held = await store.holdJob(jobId);
  if (held === undefined) throw new Error(`There is no ${jobId}.`);
  return held;
}
