import type { Actor } from '../domain/terms.ts';
import { writeHistory } from '../roster/writeHistory.ts';
import { byActor, type ProvisioningOptions } from './context.ts';
import type { AuditEntry } from './ports/records.ts';

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

/** What is read of the audit. */
export interface Histories {
  /**
   * Entries of the actor's customer about a person, a job, a request or an actor (by policy id or name); all of them
   * for no words. Reading is audited too.
   */
  readHistory(actor: Actor, about: string): Promise<History>;
  /** CSV text, formulas defused. */
  historyCsv(history: History): string;
}

export function createHistories(context: ProvisioningOptions): Histories {
  const { store, policy } = context;
  const nameOf = new Map(policy.people.map(({ id, name }) => [id, name]));

  /** `Mia Meyer` is looked for as `mia`. */
  function resolve(about: string): string {
    const words = about.trim().toLowerCase();
    return policy.people.find(({ name }) => name.toLowerCase() === words)?.id ?? words;
  }

  return {
    async readHistory(actor, about) {
      const wanted = resolve(about);
      const found = await store.readAudit({
        customer: actor.customer,
        ...(wanted === '' ? {} : { about: wanted }),
        limit: MOST + 1,
      });
      const detail = { entries: Math.min(found.length, MOST) };
      const entry = { what: 'history.read', outcome: 'done', detail } as const;
      await store.audit(byActor(context, actor, wanted === '' ? entry : { ...entry, subject: wanted }));
      return {
        entries: found.slice(0, MOST).map((one) => ({ ...one, name: nameOf.get(one.actor) ?? one.actor })),
        isCut: found.length > MOST,
      };
    },
    historyCsv: ({ entries }) =>
      writeHistory(
        entries.map(({ at, name, detail = {}, ...entry }) => ({
          time: new Date(at).toISOString(),
          name,
          actor: entry.actor,
          platform: entry.platform,
          what: entry.what,
          outcome: entry.outcome,
          subject: entry.subject ?? '',
          customer: entry.customer ?? '',
          detail: Object.entries(detail).map(([key, value]) => `${key}=${value}`),
        })),
      ),
  };
}
