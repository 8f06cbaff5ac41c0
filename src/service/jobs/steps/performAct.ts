import { type Act, mailsAfter, type PersonState } from '../../../domain/acts.ts';
import { RollcallError } from '../../../domain/errors.ts';
import type { GroupRef } from '../../../domain/terms.ts';
import { drawPassword } from '../../../secrets/drawPassword.ts';
import type { PasswordRefused, StepOutcome } from '../../ports/directory.ts';
import { inQueue, type JobRun } from '../runner/jobRun.ts';
import { NOT_HELD } from './changeRows.ts';
import { changeLicenses, restOf } from './licenseChanges.ts';

/** Our own number: a read was already tried several times by the time it fails. */
const AGAIN_MS = 5_000;
const DONE: StepOutcome = { status: 'done' };

function asRefused(outcome: StepOutcome | PasswordRefused): StepOutcome {
  return outcome.status === 'passwordRefused' ? { status: 'refused', error: outcome.error } : outcome;
}

/** One outcome of several: the longest wait, or all that was refused with the group it is about. */
function join(groups: readonly GroupRef[], outcomes: readonly StepOutcome[]): StepOutcome {
  const later = outcomes.flatMap((one) => (one.status === 'later' ? [one] : []));
  const [longest] = later.sort((one, other) => other.afterMs - one.afterMs);
  if (longest !== undefined) return longest;
  const refused = outcomes.flatMap((one, index) =>
    one.status === 'refused' ? [{ name: groups[index]?.displayName ?? '', error: one.error }] : [],
  );
  const [first] = refused;
  if (first === undefined) return DONE;
  const message = refused.map(({ name, error }) => `${name}: ${error.message}`).join(' ');
  const next = [...new Set(refused.map(({ error }) => error.next))].join(' ');
  return { status: 'refused', error: new RollcallError(first.error.code, message, { next }) };
}

function toOutcome(error: unknown): StepOutcome {
  if (!(error instanceof RollcallError)) throw error;
  const passes = error.code === 'DIRECTORY_DOWN' || error.code === 'THROTTLED';
  return passes ? { status: 'later', afterMs: AGAIN_MS, error } : { status: 'refused', error };
}

/** What is held is read right before: acts before this one, and calls of a process that died, may have changed it. */
async function changeHeld(
  run: JobRun,
  objectId: string,
  act: Act & { kind: 'licenses' },
  given: readonly string[],
): Promise<StepOutcome> {
  try {
    const { held = [] } = (await run.directory.readHoldings(objectId)) ?? {};
    // The rules of approval looked at those that are given, and at no others.
    const own = new Set([...given, ...held.flatMap(({ skuId, inherited }) => (inherited ? [] : [skuId]))]);
    if (act.add.some(({ skuId }) => !own.has(skuId))) return { status: 'refused', error: NOT_HELD };
    const rest = restOf(act, held);
    if (rest.add.length + rest.remove.length === 0) return DONE;
    const [outcome = DONE] = await changeLicenses(run, [{ objectId, ...rest }]);
    return outcome;
  } catch (error) {
    return toOutcome(error);
  }
}

/**
 * Carries out one act of somebody who is there, given how the person was right before. `given` are the licenses that were asked for. Each can be
 * repeated, so that an answer that was lost does no harm. Never throws.
 */
export function performAct(
  run: JobRun,
  state: PersonState,
  act: Exclude<Act, { kind: 'restore' | 'delete' }>,
  given: readonly string[],
): Promise<StepOutcome> {
  const { directory } = run;
  const { id: objectId } = state;
  switch (act.kind) {
    case 'block':
    case 'allow':
      return inQueue(run, (how) =>
        directory.changePerson(objectId, { accountEnabled: act.kind === 'allow' }, how),
      );
    case 'signOut':
      return inQueue(run, (how) => directory.revokeSessions(objectId, how));
    case 'password':
      // Drawn for nobody, and kept nowhere: another one after doubt does no harm.
      return inQueue(run, (how) =>
        directory.setPassword(objectId, drawPassword(run.context.randomInt), how).then(asRefused),
      );
    case 'reply':
      return inQueue(run, (how) => directory.setAutomaticReply(objectId, act.text, how));
    case 'methods':
      return inQueue(run, (how) => directory.removeSignInMethods(objectId, how));
    case 'fields': {
      const otherMails = mailsAfter(state.otherMails ?? [], act);
      const change = { fields: act.set, ...(otherMails === undefined ? {} : { otherMails }) };
      return inQueue(run, (how) => directory.changePerson(objectId, change, how));
    }
    case 'rename':
      return inQueue(run, (how) =>
        directory.changePerson(objectId, { userPrincipalName: act.userPrincipalName }, how),
      );
    case 'manager': {
      const { manager } = act;
      return inQueue(run, async (how) => {
        if (manager === undefined) return directory.clearManager(objectId, how);
        const [outcome = DONE] = await directory.setManagers([{ objectId, managerId: manager.id }], how);
        return outcome;
      });
    }
    case 'joinGroups':
    case 'leaveGroups': {
      const intents = act.groups.map(({ id }) => ({ objectId, groupId: id }));
      return inQueue(run, async (how) =>
        join(
          act.groups,
          act.kind === 'joinGroups'
            ? await directory.addToGroups(intents, how)
            : await directory.removeFromGroups(intents, how),
        ),
      );
    }
    case 'licenses':
      return changeHeld(run, objectId, act, given);
  }
}
