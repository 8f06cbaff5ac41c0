import { RollcallError } from '../../domain/errors.ts';
import { isSamePerson } from '../../domain/policy/roleGroups.ts';
import type { Actor, CustomerId, Place } from '../../domain/terms.ts';
import type { ChangeDraft, PutBackDraft } from '../changing/changeDraft.ts';
import type { ChangesDraft } from '../changing/changesDraft.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import type { DeleteDraft } from '../leaving/deleteDraft.ts';
import type { LeaveDraft } from '../leaving/leaveDraft.ts';
import type { LeaversDraft } from '../leaving/leaversDraft.ts';
import type { AssignDraft } from '../licensing/assignDraft.ts';
import type { ResetsDraft } from '../people/resetsDraft.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { takeOrder } from '../ports/order.ts';
import type { WaveDraft } from '../waves/waveDraft.ts';
import type { PersonDraft, ResetDraft, RestoreDraft, RosterDraft } from './draftData.ts';
import { DRAFT_WORDS } from './words.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Changes to one draft that may overtake a slow one before it gives up; more than two is a script. */
const MAX_TRIES = 5;

interface DataOf {
  person: PersonDraft;
  roster: RosterDraft;
  assign: AssignDraft;
  reset: ResetDraft;
  resets: ResetsDraft;
  restore: RestoreDraft;
  change: ChangeDraft;
  changes: ChangesDraft;
  putBack: PutBackDraft;
  leave: LeaveDraft;
  leavers: LeaversDraft;
  delete: DeleteDraft;
  wave: WaveDraft;
}
type Kind = keyof DataOf;

/** Drafts, each for its owner alone. */
export interface Drafts {
  /** @param id of a draft that is opened once only: the one that is there already is answered, and stays as it is */
  open<K extends Kind>(
    kind: K,
    actor: Actor,
    place: Place,
    data: DataOf[K],
    id?: string,
  ): Promise<DraftRecord<DataOf[K]>>;
  /** Throws DRAFT_GONE for one that is not there any more, NOT_YOURS (audited) for somebody else's. */
  load<K extends Kind>(
    kind: K,
    actor: Actor,
    id: string,
    /** Whose it has to be; left out: the actor's. */
    customer?: CustomerId,
  ): Promise<DraftRecord<DataOf[K]>>;
  /** Stores what `change` makes of the newest data. Throws as load does, and what `change` throws. */
  change<K extends Kind>(
    kind: K,
    actor: Actor,
    id: string,
    change: (data: DataOf[K]) => DataOf[K],
  ): Promise<DraftRecord<DataOf[K]>>;
}

/** Of a form that is not there any more. */
export function describeGone(kind: Kind): RollcallError {
  return new RollcallError('DRAFT_GONE', DRAFT_WORDS.gone.message, {
    done: DRAFT_WORDS.gone.done,
    next: DRAFT_WORDS.startOver[kind],
  });
}

/** Somebody pressed a button that shows an older state. */
export function describeStale(): RollcallError {
  const { message, done, next } = DRAFT_WORDS.stale;
  return new RollcallError('VERSION_STALE', message, { done, next });
}

type DraftsOptions = Pick<ProvisioningOptions, 'policy' | 'store' | 'clock' | 'ids'>;

export function createDrafts(options: DraftsOptions): Drafts {
  const { policy, store, clock, ids } = options;

  async function load<K extends Kind>(
    kind: K,
    actor: Actor,
    id: string,
    customer = actor.customer,
  ): Promise<DraftRecord<DataOf[K]>> {
    const draft = await store.loadDraft(id);
    if (draft === undefined || draft.kind !== kind || draft.expiresAt <= clock.now()) {
      throw describeGone(kind);
    }
    const isElsewhere = draft.customer !== customer;
    if (isElsewhere || !isSamePerson(policy, draft.owner, actor.id)) {
      const detail = isElsewhere ? { code: 'DRAFT_GONE' } : { owner: draft.owner, code: 'NOT_YOURS' };
      await store.audit(
        byActor(options, actor, { what: 'draft.opened', outcome: 'refused', subject: id, detail }),
      );
      if (isElsewhere) throw describeGone(kind);
      const { message, next } = DRAFT_WORDS.notYours;
      throw new RollcallError('NOT_YOURS', message, { next });
    }
    return draft as DraftRecord<DataOf[K]>;
  }

  return {
    load,
    async open(kind, actor, place, data, givenId) {
      const id = givenId ?? ids.next('draft');
      if (givenId !== undefined && (await store.loadDraft(id)) !== undefined) return load(kind, actor, id);
      const createdAt = clock.now();
      const draft = {
        id,
        version: 1,
        kind,
        owner: actor.id,
        customer: actor.customer,
        place,
        data,
        createdAt,
        order: await takeOrder(options),
        expiresAt: createdAt + policy.retention.drafts * DAY_MS,
      };
      await store.saveDraft(draft);
      return draft;
    },
    async change(kind, actor, id, change) {
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const draft = await load(kind, actor, id);
        const data = change(draft.data);
        const stored = await store.updateDraft(id, draft.version, data);
        if (stored !== undefined) return { ...stored, data };
      }
      throw describeStale();
    },
  };
}
