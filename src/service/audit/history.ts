import { listIdsOf } from '../../domain/policy/roleGroups.ts';
import type { Actor } from '../../domain/terms.ts';
import { writeHistory } from '../../roster/write/writeHistory.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { LINK_HOLDER } from '../links/byLink.ts';
import type { AuditEntry } from '../ports/records.ts';
import { type ActorNames, readActorNames } from '../roleGroups/lastNames.ts';
import { readAboutPerson } from './aboutPerson.ts';
import { hideOthers } from './hideOthers.ts';
import { nameSubjects } from './nameSubjects.ts';
import { HISTORY_WORDS } from './words.ts';

/**
 * Entries that one answer or file holds. A year of a large helpdesk; above it a spreadsheet is the wrong tool, and
 * the memory for it would be missing elsewhere.
 */
const MOST = 10_000;

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
   * everything for no words; `most` of them, or as many as a file holds. About a person is also what {@link readAboutPerson}
   * finds: under another user name of theirs, of their jobs, and of requests for them. What belongs to no customer is for
   * whoever serves all of them. Somebody who is neither admin nor auditor reads what they did themselves. Reading is
   * audited too.
   */
  read(actor: Actor, about: string, most?: number, span?: { from?: number; to?: number }): Promise<History>;
  /** Whom the jobs and requests of these entries are for, by id; what is no longer kept is left out. */
  nameSubjects(entries: readonly AuditEntry[]): Promise<ReadonlyMap<string, string>>;
  /** Who is who in what was done, also of those who have left the policy's groups. */
  readNames(): Promise<ActorNames>;
  /** CSV text, formulas defused. The log says up to which entry the audit went then. */
  writeCsv(history: History): Promise<string>;
}

export function createHistories(context: ProvisioningOptions): Histories {
  const { store, policy, log } = context;

  function sayWho(actor: string, names: ActorNames): string {
    if (actor.startsWith(LINK_HOLDER)) return HISTORY_WORDS.linkHolder(actor.slice(LINK_HOLDER.length));
    return names.nameOf(actor) ?? actor;
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

  function showTo(actor: Actor, found: readonly AuditEntry[]): AuditEntry[] {
    if (servesAll(actor)) return [...found];
    const theirs = policy.people.find(({ id }) => id === actor.id)?.customers ?? [];
    return found.flatMap((entry) => hideOthers(entry, theirs) ?? []);
  }

  return {
    nameSubjects: (entries) => nameSubjects(store, entries),
    readNames: () => readActorNames(context),
    async read(actor, about, most = MOST, span = {}) {
      const wanted = resolve(about);
      const names = await readActorNames(context);
      const ids = wanted === '' ? [] : names.idsOf(about);
      const filter = {
        customer: actor.customer,
        orNone: servesAll(actor),
        ...(readsAll(actor) ? {} : { actors: listIdsOf(policy, actor.id) }),
        ...span,
        limit: most + 1,
      };
      const found =
        wanted === '' ? await store.readAudit(filter) : await readAboutPerson(store, filter, wanted, ids);
      const shown = showTo(actor, found.slice(0, most));
      const detail = { entries: shown.length };
      const entry = { what: 'history.read', outcome: 'done', detail } as const;
      await store.audit(byActor(context, actor, wanted === '' ? entry : { ...entry, subject: wanted }));
      return {
        entries: shown.map((one) => ({ ...one, name: sayWho(one.actor, names) })),
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
