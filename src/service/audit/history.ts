import type { Actor } from '../../domain/terms.ts';
import { writeHistory } from '../../roster/write/writeHistory.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { LINK_HOLDER } from '../links/byLink.ts';
import type { AuditEntry } from '../ports/records.ts';
import type { AuditFilter } from '../ports/store.ts';
import { nameSubjects } from './nameSubjects.ts';
import { HISTORY_WORDS } from './words.ts';

/**
 * Entries that one answer or file holds. A year of a large helpdesk; above it a spreadsheet is the wrong tool, and
 * the memory for it would be missing elsewhere.
 */
const MOST = 10_000;

/** A person is created once and reset now and then: more jobs than this are somebody else's namesakes. */
const MOST_JOBS = 50;

/** A name that is asked for has had one account, or a few, one after the other. */
const MOST_ACCOUNTS = 10;

/** Entries that name a person as what they are about: the name of their account now, or one they had. */
function listOwn(entries: readonly AuditEntry[], wanted: string): AuditEntry[] {
  return entries.filter(({ subject = '', what, detail = {} }) => {
    const names = [subject, ...(what === 'person.renamed' ? [String(detail.to ?? '')] : [])];
    return names.some((one) => {
      const name = one.toLowerCase();
      return name === wanted || name.startsWith(`${wanted}@`);
    });
  });
}

/** What these entries say under a key, each once. */
function valuesOf(entries: readonly AuditEntry[], key: 'jobId' | 'objectId'): string[] {
  const values = entries.map(({ detail = {} }) => detail[key]);
  return [...new Set(values)].filter((value) => typeof value === 'string' && value !== '') as string[];
}

/** Newest first, none twice: an entry can be about a person and about their job. */
function mergeEntries(one: readonly AuditEntry[], other: readonly AuditEntry[]): AuditEntry[] {
  const unique = new Map([...one, ...other].map((entry) => [JSON.stringify(entry), entry]));
  return [...unique.values()].sort((a, b) => b.at - a.at);
}

/** One entry, with the name of who did it. */
export interface HistoryEntry extends AuditEntry {
  name: string;
}

/** Who did what, newest first. */
export interface History {
  entries: readonly HistoryEntry[];
  /** There are more than are read at once. */
  isCut: boolean;
}

/** Everybody else reads what they did themselves. */
export function readsAll({ roles }: Actor): boolean {
  return roles.some((role) => role === 'admin' || role === 'auditor');
}

/** What is read of the audit. */
export interface Histories {
  /**
   * The newest entries of the actor's customer about a person, a job, a request or an actor (by policy id or name); of
   * everything for no words; `most` of them, or as many as a file holds. About a person is also what was done under another
   * user name of theirs, and what became of the
   * passwords of their jobs. What belongs to no customer is for whoever serves all of them. Somebody who is neither admin
   * nor auditor reads what they did themselves. Reading is audited too.
   */
  read(actor: Actor, about: string, most?: number, span?: { from?: number; to?: number }): Promise<History>;
  /** Whom the jobs and requests of these entries are for, by id; what is no longer kept is left out. */
  nameSubjects(entries: readonly AuditEntry[]): Promise<ReadonlyMap<string, string>>;
  /** CSV text, formulas defused. The log says up to which entry the audit went then. */
  writeCsv(history: History): Promise<string>;
}

export function createHistories(context: ProvisioningOptions): Histories {
  const { store, policy, log } = context;
  const nameOf = (actor: string) => policy.people.find(({ id }) => id === actor)?.name;

  function sayWho(actor: string): string {
    if (actor.startsWith(LINK_HOLDER)) return HISTORY_WORDS.linkHolder(actor.slice(LINK_HOLDER.length));
    return nameOf(actor) ?? actor;
  }

  /** `Mia Meyer` is looked for as `mia`. */
  function resolve(about: string): string {
    const words = about.trim().toLowerCase();
    return policy.people.find(({ name }) => name.toLowerCase() === words)?.id ?? words;
  }

  /** What the house itself did, and what strangers tried, is no one customer's. */
  function servesAll({ id }: Actor): boolean {
    const own = policy.people.find((human) => human.id === id)?.customers;
    return own === undefined || policy.customers.every((customer) => own.includes(customer.id));
  }

  /**
   * Under every name that an account had: entries have its object id, but for those of before it was kept with each,
   * which are found by the name alone. Then what became of the passwords of its jobs.
   */
  async function readAbout(filter: AuditFilter, about: string): Promise<readonly AuditEntry[]> {
    const named = await store.readAudit({ ...filter, about });
    const own = listOwn(named, about);
    const accounts = valuesOf(own, 'objectId').slice(0, MOST_ACCOUNTS);
    const byId = accounts.length === 0 ? [] : await store.readAudit({ ...filter, mentions: accounts });
    const subjects = valuesOf([...own, ...byId], 'jobId').slice(0, MOST_JOBS);
    const ofJobs = subjects.length === 0 ? [] : await store.readAudit({ ...filter, subjects });
    return mergeEntries(named, [...byId, ...ofJobs]).slice(0, filter.limit);
  }

  return {
    nameSubjects: (entries) => nameSubjects(store, entries),
    async read(actor, about, most = MOST, span = {}) {
      const wanted = resolve(about);
      const filter = {
        customer: actor.customer,
        orNone: servesAll(actor),
        ...(readsAll(actor) ? {} : { actor: actor.id }),
        ...span,
        limit: most + 1,
      };
      const found = wanted === '' ? await store.readAudit(filter) : await readAbout(filter, wanted);
      const detail = { entries: Math.min(found.length, most) };
      const entry = { what: 'history.read', outcome: 'done', detail } as const;
      await store.audit(byActor(context, actor, wanted === '' ? entry : { ...entry, subject: wanted }));
      return {
        entries: found.slice(0, most).map((one) => ({ ...one, name: sayWho(one.actor) })),
        isCut: found.length > most,
      };
    },
    async writeCsv({ entries }) {
      log.info({ hash: await store.auditHead(), entries: entries.length }, 'audit.head');
      return writeHistory(
        entries.map(({ at, name, detail = {}, ...entry }) => ({
          time: new Date(at).toISOString(),
          name,
          actor: entry.actor,
          platform: entry.platform,
          where: entry.where ?? '',
          what: entry.what,
          outcome: entry.outcome,
          subject: entry.subject ?? '',
          customer: entry.customer ?? '',
          detail: Object.entries(detail).map(([key, value]) => `${key}=${value}`),
        })),
      );
    },
  };
}
