import type { PersonState } from '../../domain/acts.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { Actor, Finding } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import { createRefuseChange } from '../door/refuseChange.ts';
import type { Facts } from '../facts/facts.ts';
import { readNewestPasswords } from '../jobs/delivery/newestPasswords.ts';
import { orderOf } from '../ports/order.ts';
import type { JobRecord, RowRecord } from '../ports/records.ts';
import { readStateBefore, snapshotIdOf } from '../snapshots/snapshots.ts';
import type { ChangedPerson } from './changesDraft.ts';
import { BUSY, listBusy } from './inRunningJob.ts';
import { type Differences, listDifferences } from './listDifferences.ts';
import { listStaying } from './listStaying.ts';
import { listUndone } from './listUndone.ts';
import { keepManagers } from './puttingBack.ts';
import { toChanged } from './verifyChanges.ts';
import { CHANGING_WORDS } from './words.ts';

const SAYS = CHANGING_WORDS.putBackMany;

/** Each takes a handful of reads; so many at once leave room for what others ask Graph meanwhile. */
const AT_ONCE = 8;

type Options = Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store' | 'sealer'>;

/** `stays`: of an offboarding, what is put back for nobody, in whole sentences. */
interface UndoneJob {
  people: ChangedPerson[];
  findings: Finding[];
  stays: string[];
}

/** What leads everybody of a job back, apart from what others changed since; and who or what stays, and why. */
export function createUndoingChanges(
  options: Options,
  facts: Facts,
): (actor: Actor, job: JobRecord) => Promise<UndoneJob> {
  const { policy, directoryFor, store } = options;
  const refuseChange = createRefuseChange(options);

  return async (actor, job) => {
    const directory = directoryFor(actor.customer);
    const known = await facts.read(actor.customer);
    const busy = await listBusy(options, actor.customer);

    const stays = new Set<string>();
    const passwords = await readNewestPasswords(store, { customer: job.customer, since: orderOf(job) });

    /** Of an offboarding also what no snapshot has; and the licenses that are given again need seats and approval. */
    async function toUndone(
      now: PersonState,
      before: PersonState,
      back: Differences,
      { rowId, sourceRow }: RowRecord,
      staying: readonly string[],
    ): Promise<ChangedPerson> {
      const changed = toChanged(now, back.acts, sourceRow);
      const own = staying.length === 0 ? {} : { stays: staying };
      if (job.task !== 'leave') return { ...changed, ...own };
      const { id: objectId, userPrincipalName } = now;
      const kept = await store.loadSnapshot(snapshotIdOf(job.id, rowId));
      const whose = { customer: job.customer, objectId, userPrincipalName, passwords };
      const { cannot, left } = await listStaying(options, whose, orderOf(kept ?? job));
      for (const one of cannot) stays.add(one);
      const { usageLocation = before.usageLocation } = now;
      return {
        ...changed,
        ...(usageLocation === undefined ? {} : { usageLocation }),
        licenses: back.licenses,
        ...(left.length === 0 ? {} : { left }),
        ...(staying.length + cannot.length === 0 ? {} : { stays: [...staying, ...cannot] }),
      };
    }

    async function read(row: RowRecord): Promise<{ person?: ChangedPerson; findings: Finding[] }> {
      const { rowId, objectId = '', sourceRow, acts = [], person } = row;
      const value = person.userPrincipalName;
      const tell = (code: string, messages: readonly string[], severity: Finding['severity']): Finding[] =>
        messages.map((message) => ({
          row: sourceRow ?? 0,
          column: '',
          property: 'userPrincipalName',
          value,
          code,
          severity,
          message: SAYS.ofPerson(person.displayName, message),
        }));
      const before = await readStateBefore(options, job.id, rowId);
      if (before === undefined) {
        return { findings: tell('NOT_FOUND', [SAYS.notKept], 'error') };
      }
      const now = await directory.readState(objectId);
      if (now === undefined) return { findings: tell('NOT_FOUND', [SAYS.gone], 'error') };
      const { then, stays: since } = listUndone(
        acts.map(({ act }) => act),
        before,
        now,
      );
      const back = keepManagers(policy, await listDifferences(directory, known, then, now));
      const kept = since.map(CHANGING_WORDS.stays.changedSince);
      const staying = [...kept, ...back.cannot];
      const notes = tell('STAYS', staying, 'warning');
      if (back.acts.length === 0) {
        return {
          findings: notes.length > 0 ? notes : tell('ALREADY_DONE', [SAYS.same], 'warning'),
        };
      }
      const refusal = await refuseChange(actor, now, back.acts);
      if (refusal !== undefined) return { findings: tell(refusal.code, [refusal.message], 'error') };
      if (busy.has(objectId)) return { findings: tell(BUSY.code, [BUSY.message], 'error') };
      return { person: await toUndone(now, before, back, row, staying), findings: notes };
    }

    // Whoever was never come to is as they were.
    const rows = (await store.loadRows(job.id)).filter(({ acts = [] }) =>
      acts.some(({ state }) => state !== 'todo'),
    );
    const people: ChangedPerson[] = [];
    const findings: Finding[] = [];
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      for (const one of await Promise.all(rows.slice(from, from + AT_ONCE).map(read))) {
        findings.push(...one.findings);
        if (one.person !== undefined) people.push(one.person);
      }
    }
    if (people.length > 0) return { people, findings, stays: [...stays] };
    const why = findings.slice(0, 3).map(({ message }) => message);
    const { nothing, done, next } = SAYS;
    throw new RollcallError('ALREADY_DONE', nothing(why), { done, next });
  };
}
