import { type PersonState, pickBefore } from '../../domain/acts.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Actor, Place } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { Drafts } from '../drafts/drafts.ts';
import type { Facts } from '../facts/facts.ts';
import { describeGonePerson } from '../people/lookUps.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { orderOf } from '../ports/order.ts';
import type { SnapshotRecord } from '../ports/snapshots.ts';
import { loadSnapshot, openSnapshot } from '../snapshots/snapshots.ts';
import type { PutBackDraft } from './changeDraft.ts';
import { createReadToChange } from './changing.ts';
import { refuseInRunningJob } from './inRunningJob.ts';
import { type Differences, listDifferences } from './listDifferences.ts';
import { listStaying } from './listStaying.ts';
import { CHANGING_WORDS } from './words.ts';

/** Somebody is made what they were before a change. */
export interface PuttingBack {
  /**
   * What leads back from how they are now. `state` is that. Throws NOT_FOUND for a snapshot or a person that is not there
   * any more, ALREADY_DONE when nothing can be put back, and what `Changing.check` throws.
   */
  open(
    actor: Actor,
    place: Place,
    snapshotId: string,
  ): Promise<{ draft: DraftRecord<PutBackDraft>; state: PersonState }>;
  load(actor: Actor, draftId: string): Promise<DraftRecord<PutBackDraft>>;
  /** Before it is asked for: throws VERSION_STALE where something else would lead back by now, and what `open` throws. */
  check(actor: Actor, draft: DraftRecord<PutBackDraft>): Promise<void>;
}

function describeNothing(cannot: readonly string[]): RollcallError {
  const { same, nothing, ...more } = CHANGING_WORDS.putBack;
  return new RollcallError('ALREADY_DONE', cannot.length === 0 ? same : nothing(cannot), more);
}

/** Where managers decide, who is whose manager stays as it is. */
export function keepManagers(
  { approvals }: Pick<Policy, 'approvals'>,
  { acts, licenses, cannot }: Differences,
): Differences {
  const decides = approvals.some(({ by }) => by.manager !== undefined);
  if (!decides || acts.every(({ kind }) => kind !== 'manager')) return { acts, licenses, cannot };
  const stays = CHANGING_WORDS.stays.managerDecides;
  return { acts: acts.filter(({ kind }) => kind !== 'manager'), licenses, cannot: [...cannot, stays] };
}

type Options = Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store' | 'sealer' | 'clock'>;

export function createPuttingBack(options: Options, facts: Facts, drafts: Drafts): PuttingBack {
  const { policy, directoryFor } = options;
  const readToChange = createReadToChange(options);

  async function compare(
    actor: Actor,
    snapshotId: string,
  ): Promise<Differences & { snapshot: SnapshotRecord; then: PersonState; now: PersonState }> {
    const snapshot = await loadSnapshot(options, actor, snapshotId);
    const then = openSnapshot(options, snapshot);
    const directory = directoryFor(actor.customer);
    const now = await directory.readState(snapshot.objectId);
    if (now === undefined) throw describeGonePerson();
    const known = await facts.read(actor.customer);
    const differences = keepManagers(policy, await listDifferences(directory, known, then, now));
    return { snapshot, then, now, ...differences };
  }

  return {
    async open(actor, place, snapshotId) {
      const { snapshot, then, now, acts, licenses, cannot } = await compare(actor, snapshotId);
      if (acts.length === 0) throw describeNothing(cannot);
      const state = await readToChange(actor, snapshot.objectId, () => acts, 'putBack');
      await refuseInRunningJob(options, actor.customer, snapshot.objectId);
      const named = acts.find((act) => act.kind === 'rename')?.userPrincipalName ?? now.userPrincipalName;
      const whose = { customer: actor.customer, objectId: now.id, userPrincipalName: named };
      const staying = await listStaying(options, whose, orderOf(snapshot));
      const usageLocation = then.usageLocation ?? now.usageLocation;
      const draft = await drafts.open('putBack', actor, place, {
        objectId: now.id,
        userPrincipalName: now.userPrincipalName,
        displayName: now.displayName,
        accountEnabled: then.accountEnabled ?? true,
        ...(usageLocation === undefined ? {} : { usageLocation }),
        acts,
        was: pickBefore(now, acts),
        licenses,
        checked: true,
        snapshotId,
        takenAt: snapshot.takenAt,
        cannot: [...cannot, ...staying.cannot],
        left: staying.left,
      });
      return { draft, state };
    },
    load: (actor, draftId) => drafts.load('putBack', actor, draftId),
    async check(actor, { data: { snapshotId, acts } }) {
      if (snapshotId === undefined) return;
      const now = await compare(actor, snapshotId);
      if (JSON.stringify(now.acts) === JSON.stringify(acts)) return;
      const { message, ...more } = CHANGING_WORDS.putBack.changed;
      throw new RollcallError('VERSION_STALE', message, more);
    },
  };
}
