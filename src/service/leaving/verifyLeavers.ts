import type { PersonState } from '../../domain/acts.ts';
import { RollcallError } from '../../domain/errors.ts';
import { LEAVE_STEPS, listLeaveActs } from '../../domain/leaveSteps.ts';
import type { Actor, Finding } from '../../domain/terms.ts';
import { sayInZone } from '../../domain/time/zonedTime.ts';
import type { NamesReading } from '../../roster/rows/userNames/readNames.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { ProvisioningOptions } from '../context.ts';
import { createRefuseChange } from '../door/refuseChange.ts';
import { findTargets } from '../licensing/assignFile.ts';
import { CHANGE_SYNCED } from '../people/syncedPeople.ts';
import { PERSON_WORDS } from '../people/words.ts';
import type { Leaver } from './leaversDraft.ts';
import { GUEST } from './leaving.ts';
import { LEAVING_WORDS } from './words.ts';

/** Each takes a handful of reads; so many at once leave room for what others ask Graph meanwhile. */
const AT_ONCE = 8;

type Options = Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store'>;

/** Somebody who may leave, or the reason why not in a sentence. */
type Verified = Leaver | string;

function toLeaver(state: PersonState): Leaver {
  const { id, userPrincipalName, displayName, usageLocation, manager } = state;
  return {
    id,
    userPrincipalName,
    displayName,
    ...(usageLocation === undefined ? {} : { usageLocation }),
    ...(manager === undefined ? {} : { manager: manager.userPrincipalName }),
    acts: listLeaveActs(state, { steps: LEAVE_STEPS, reply: '' }),
  };
}

/** Looks up who may be offboarded. Throws what the directory throws. */
export interface VerifyLeavers {
  /** In their order. */
  byId(actor: Actor, objectIds: readonly string[]): Promise<Verified[]>;
  byName(actor: Actor, reading: NamesReading): Promise<{ people: Leaver[]; findings: Finding[] }>;
}

export function createVerifyLeavers(
  options: Options,
  { listGoing }: Pick<Approvals, 'listGoing'>,
): VerifyLeavers {
  const refuseChange = createRefuseChange(options);

  async function verify(
    actor: Actor,
    objectId: string,
    planned: ReadonlyMap<string, string>,
  ): Promise<Verified> {
    const state = await options.directoryFor(actor.customer).readState(objectId);
    if (state === undefined) return PERSON_WORDS.gone.message;
    if (state.synced) return CHANGE_SYNCED.message;
    if (state.guest) return GUEST.message;
    const acts = listLeaveActs(state, { steps: LEAVE_STEPS, reply: '' });
    const refusal = await refuseChange(actor, state, [{ kind: 'block' }, ...acts]);
    if (refusal !== undefined) return refusal.message;
    const plan = planned.get(objectId);
    return plan ?? toLeaver(state);
  }

  async function byId(actor: Actor, objectIds: readonly string[]): Promise<Verified[]> {
    const planned = new Map<string, string>();
    for (const { request } of await listGoing(actor)) {
      const { asked, state } = request;
      if (asked.task !== 'leave') continue;
      const { startsAt, zone = 'UTC' } = asked;
      const when = startsAt === undefined ? undefined : sayInZone(startsAt, zone);
      const said = LEAVING_WORDS.many.planned(when, state === 'waiting');
      for (const { objectId = '' } of asked.people) planned.set(objectId, said);
    }
    const verified: Verified[] = [];
    for (let from = 0; from < objectIds.length; from += AT_ONCE) {
      const some = objectIds.slice(from, from + AT_ONCE);
      verified.push(...(await Promise.all(some.map((id) => verify(actor, id, planned)))));
    }
    return verified;
  }

  return {
    byId,
    async byName(actor, reading) {
      const found = await findTargets(options.directoryFor(actor.customer), reading);
      const dates = new Map(reading.names.map(({ row, date }) => [row, date]));
      const verified = await byId(
        actor,
        found.targets.map(({ id }) => id),
      );
      const people: Leaver[] = [];
      // Whoever is blocked already may leave all the same.
      const findings = found.findings.filter(({ code }) => code !== 'SIGN_IN_BLOCKED');
      for (const [index, target] of found.targets.entries()) {
        const { sourceRow: row = 0, userPrincipalName: value, displayName } = target;
        const one = verified[index] ?? '';
        if (typeof one === 'string') {
          const base = { row, column: reading.column, property: 'userPrincipalName', value } as const;
          findings.push({ ...base, displayName, code: 'FORBIDDEN', severity: 'error', message: one });
          continue;
        }
        const date = dates.get(row);
        people.push({ ...one, sourceRow: row, ...(date === undefined ? {} : { date }) });
      }
      const rank = ({ severity }: Finding): number => (severity === 'error' ? 0 : 1);
      return { people, findings: findings.sort((a, b) => rank(a) - rank(b) || a.row - b.row) };
    },
  };
}

/** Throws INPUT_INVALID for more than are looked up at once. */
export function refuseTooManyLeavers(people: number, most: number): void {
  if (people <= most) return;
  const { message, ...more } = LEAVING_WORDS.many.tooMany;
  throw new RollcallError('INPUT_INVALID', message(people, most), more);
}
