import { RollcallError } from '../../domain/errors.ts';
import type { Actor, Person } from '../../domain/terms.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { hasPendingMail } from '../jobs/delivery/mailPending.ts';
import { isOver } from '../jobs/runner/runJob.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import type { JobRecord, RowRecord } from '../ports/records.ts';
import type { RequestRecord } from '../ports/requests.ts';
import { dropOriginal, loadOriginal } from '../rosters/originals.ts';
import { namesInSnapshot } from '../snapshots/snapshots.ts';

/** What is kept about one person, or was: in how many of each. */
export interface KeptAbout {
  jobs: number;
  requests: number;
  forms: number;
  links: number;
  presets: number;
  /** How somebody was before they were changed. */
  snapshots: number;
}

/** Everything that is kept about one person, beside the history. Methods throw RollcallError. */
export interface Forgetting {
  /** Counts it. By user name or mail address, in the actor's customer. Throws INPUT_INVALID for anything else. */
  find(actor: Actor, address: string): Promise<KeptAbout>;
  /**
   * Deletes it, for good, and audits that without saying whose it was: `receipt` is what the history has it under. Others
   * of the same job or request stay. Harmless twice. Throws NOT_YET while something of it is still to be done.
   */
  forget(actor: Actor, address: string): Promise<{ kept: KeptAbout; receipt: string }>;
}

const FORGOTTEN = 'forgotten';
const KINDS: readonly DraftRecord['kind'][] = [
  'person',
  'roster',
  'assign',
  'reset',
  'restore',
  'change',
  'putBack',
  'leave',
];

function describeOpen(what: string): RollcallError {
  return new RollcallError('NOT_YET', `${what} with this person is not over yet.`, {
    done: 'Nothing was deleted.',
    next: 'Wait until it has ended, or stop or cancel it; then ask again.',
  });
}

function readAddress(text: string): string {
  const address = text.trim().toLowerCase();
  if (/^[^\s@]+@[^\s@]+$/.test(address)) return address;
  throw new RollcallError('INPUT_INVALID', 'That is not a whole user name or mail address.', {
    done: 'Nothing was deleted.',
    next: 'Type forget and the whole of it: "forget ada@contoso.com".',
  });
}

/** Whether a text of whatever shape names this address, whole. */
function names(value: unknown, address: string): boolean {
  const text = JSON.stringify(value)?.toLowerCase() ?? '';
  for (let at = text.indexOf(address); at >= 0; at = text.indexOf(address, at + 1)) {
    // A period ends a sentence, or is part of a longer address.
    const isLonger = /^(?:[\w+-]|\.\w)/.test(text.slice(at + address.length, at + address.length + 2));
    if (!isLonger && !/[\w.+-]/.test(text[at - 1] ?? '')) return true;
  }
  return false;
}

/** A record without those of its texts that somebody wrote and that say one of these words: an address, a name. */
function dropTexts<T extends object>(record: T, keys: readonly (keyof T)[], words: readonly string[]): T {
  const says = (text: unknown): boolean => {
    // `ada@contoso.com.csv` is a file's name.
    const both = typeof text === 'string' ? [text, text.replace(/\.\w+$/, '')] : text;
    return words.some((word) => names(both, word));
  };
  const kept = Object.entries(record).filter(
    ([key, value]) => !(keys.includes(key as keyof T) && says(value)),
  );
  return Object.fromEntries(kept) as T;
}

/** What texts may call somebody: by their address, or by the names that records have beside it. */
function wordsFor(address: string, people: readonly { person: Person }[]): string[] {
  const called = people.map(({ person }) => person.displayName.trim().toLowerCase());
  return [address, ...called.filter((name) => name !== '')];
}

/** The row without whom it was for. It stays, so that the others of the job are counted as before. */
function emptyRow(row: RowRecord, now: number): RowRecord {
  const { rowId, accountEnabled, licenses, operationId, password, passwordDraws, attempted } = row;
  return {
    rowId,
    person: { userPrincipalName: `${FORGOTTEN}-${rowId}`, displayName: 'Forgotten' },
    accountEnabled,
    licenses,
    operationId,
    password,
    passwordDraws,
    attempted,
    ...(row.part === undefined ? {} : { part: row.part }),
    // Nothing is tried again for it.
    create: { state: row.create.state === 'done' ? 'done' : 'failed' },
    license: { state: row.license.state === 'todo' ? 'skipped' : row.license.state },
    forgottenAt: now,
  };
}

export function createForgetting(
  context: Pick<ProvisioningOptions, 'policy' | 'store' | 'sealer' | 'clock' | 'ids'>,
): Forgetting {
  const { store, clock, ids } = context;

  async function findJobs(
    customer: string,
    address: string,
  ): Promise<{ job: JobRecord; rows: RowRecord[] }[]> {
    const found: { job: JobRecord; rows: RowRecord[] }[] = [];
    for (const job of await store.listJobs({ limit: Number.MAX_SAFE_INTEGER })) {
      if (job.customer !== customer) continue;
      const rows: RowRecord[] = [];
      await store.scanRows(job.id, (row) => {
        if (names([row.person, row.recipients, row.managedBy, row.acts], address))
          rows.push(structuredClone(row));
      });
      const { settings, leftOut, deliveries, sentTo, messages, reason } = job;
      const isNamed = names([settings, leftOut, deliveries, sentTo, messages, reason], address);
      if (rows.length > 0 || isNamed || dropTexts(job, ['fileName'], [address]).fileName !== job.fileName) {
        found.push({ job, rows });
      }
    }
    return found;
  }

  /** What was read of a file, or the file as it came. */
  async function isNamedIn({ id, data }: DraftRecord, address: string): Promise<boolean> {
    if (names(data, address)) return true;
    const original = await loadOriginal(context, id).catch(() => undefined);
    return original !== undefined && names(original, address);
  }

  async function findAll(customer: string, address: string) {
    const requests = (await store.listRequests({})).filter(
      (one) => one.customer === customer && names(one, address),
    );
    const drafts: DraftRecord[] = [];
    for (const kind of KINDS) {
      for (const draft of await store.listDrafts({ kind, limit: Number.MAX_SAFE_INTEGER })) {
        if (draft.customer === customer && (await isNamedIn(draft, address))) drafts.push(draft);
      }
    }
    const jobs = await findJobs(customer, address);
    const jobIds = new Set(jobs.map(({ job }) => job.id));
    const links = (await store.listLinks({})).filter(
      ({ jobId, recipient }) => jobIds.has(jobId) && recipient.toLowerCase() === address,
    );
    const presets = (await store.listPresets(customer)).filter((one) => names(one.settings, address));
    const snapshots = (await store.listSnapshots({ customer })).filter((one) =>
      names(namesInSnapshot(context, one), address),
    );
    return { jobs, requests, drafts, links, presets, snapshots };
  }

  function count({
    jobs,
    requests,
    drafts,
    links,
    presets,
    snapshots,
  }: Awaited<ReturnType<typeof findAll>>): KeptAbout {
    return {
      jobs: jobs.length,
      requests: requests.length,
      forms: drafts.length,
      links: links.length,
      presets: presets.length,
      snapshots: snapshots.length,
    };
  }

  function emptyJob(whole: JobRecord, address: string, words: readonly string[]): JobRecord {
    const job = dropTexts(whole, ['reason', 'fileName'], words);
    const isOther = (one: string): boolean => one.toLowerCase() !== address;
    const hide = (one: string): string => (isOther(one) ? one : FORGOTTEN);
    return {
      ...job,
      settings: { ...job.settings, recipients: job.settings.recipients.filter(isOther) },
      deliveries: job.deliveries.map((one) => ({
        ...dropTexts(one, ['response'], words),
        recipient: hide(one.recipient),
      })),
      messages: job.messages.map((one) => ({
        ...one,
        ...(one.link === undefined ? {} : { link: { ...one.link, recipient: hide(one.link.recipient) } }),
        ...(one.mail === undefined
          ? {}
          : { mail: { ...one.mail, recipients: one.mail.recipients.map(hide) } }),
      })),
      ...(job.leftOut === undefined ? {} : { leftOut: job.leftOut.filter((one) => !names(one, address)) }),
      ...(job.sentTo === undefined ? {} : { sentTo: job.sentTo.filter(isOther) }),
    };
  }

  /** The version before is kept beside the newest one: only a second write takes them out of both. */
  async function forgetInJob(job: JobRecord, rows: readonly RowRecord[], address: string): Promise<void> {
    const own = rows.filter(({ person }) => names(person, address));
    if (own.length === job.total) return store.dropJob(job.id);
    const now = clock.now();
    const words = wordsFor(address, own);
    const emptied = rows.map((row) => {
      if (own.includes(row)) return emptyRow(row, now);
      const { managedBy, recipients, acts, ...rest } = row;
      const others = recipients?.filter((one) => one.toLowerCase() !== address);
      return {
        ...rest,
        ...(managedBy === undefined || names(managedBy, address) ? {} : { managedBy }),
        ...(others === undefined ? {} : { recipients: others }),
        ...(acts === undefined ? {} : { acts: acts.filter((one) => !names(one, address)) }),
      };
    });
    for (let times = 0; times < 2; times += 1) {
      if (emptied.length > 0) store.record(job.id, emptied);
      await store.flush(job.id);
      await store.updateJob(job.id, (before) => emptyJob(before, address, words));
    }
  }

  async function forgetInRequest({ id, asked }: RequestRecord, address: string): Promise<void> {
    if (asked.people.every(({ person }) => names(person, address))) return store.dropRequest(id);
    const words = wordsFor(
      address,
      asked.people.filter(({ person }) => names(person, address)),
    );
    const without = <T>(all: readonly T[] = []): T[] => all.filter((one) => !names(one, address));
    for (let times = 0; times < 2; times += 1) {
      await store.updateRequest(id, (now) => ({
        ...now,
        decisions: now.decisions.map((one) => dropTexts(one, ['reason'], words)),
        asked: {
          ...dropTexts(now.asked, ['reason', 'fileName'], words),
          people: now.asked.people
            .filter(({ person }) => !names(person, address))
            .map(({ recipients, manager, acts, ...one }) => ({
              ...one,
              ...(acts === undefined ? {} : { acts: without(acts) }),
              ...(recipients === undefined ? {} : { recipients: without(recipients) }),
              ...(manager === undefined || names(manager, address) ? {} : { manager }),
            })),
          leftOut: without(now.asked.leftOut),
          settings: { ...now.asked.settings, recipients: without(now.asked.settings.recipients) },
        },
        ...(now.managers === undefined
          ? {}
          : { managers: now.managers.map((one) => ({ ...one, of: without(one.of) })) }),
      }));
    }
  }

  return {
    async find(actor, text) {
      return count(await findAll(actor.customer, readAddress(text)));
    },
    async forget(actor, text) {
      const address = readAddress(text);
      const all = await findAll(actor.customer, address);
      const isBusy = ({ job }: { job: JobRecord }): boolean =>
        !isOver(job) || job.undo?.state === 'running' || hasPendingMail(job);
      if (all.jobs.some(isBusy)) throw describeOpen('A job');
      const isOpen = ({ state, jobId, problem }: RequestRecord): boolean =>
        state === 'waiting' || (state === 'approved' && jobId === undefined && problem === undefined);
      if (all.requests.some(isOpen)) throw describeOpen('A request');
      for (const link of all.links) {
        await store.saveLinks([
          {
            ...link,
            recipient: FORGOTTEN,
            ...(link.openedAt === undefined ? { voidedAt: clock.now() } : {}),
          },
        ]);
      }
      for (const { job, rows } of all.jobs) await forgetInJob(job, rows, address);
      for (const request of all.requests) await forgetInRequest(request, address);
      for (const { id } of all.drafts) {
        await dropOriginal(context, id);
        await store.deleteDraft(id);
      }
      for (let times = 0; all.presets.length > 0 && times < 2; times += 1) {
        await store.updatePresets(actor.customer, (presets) =>
          presets.map((one) => {
            const recipients = one.settings.recipients.filter((each) => each.toLowerCase() !== address);
            return { ...one, settings: { ...one.settings, recipients } };
          }),
        );
      }
      for (const { id } of all.snapshots) await store.dropSnapshot(id);
      const receipt = ids.next(FORGOTTEN);
      const kept = count(all);
      const detail = { ...kept };
      await store.audit(
        byActor(context, actor, { what: 'person.forgotten', outcome: 'done', subject: receipt, detail }),
      );
      return { kept, receipt };
    },
  };
}
