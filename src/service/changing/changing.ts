import { type Act, type PersonState, pickBefore } from '../../domain/acts.ts';
import type { RollcallError } from '../../domain/errors.ts';
import type { Actor, Place, Problem, Task } from '../../domain/terms.ts';
import { auditTask } from '../audit/auditAsked.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { createRefuseChange } from '../door/refuseChange.ts';
import type { Drafts } from '../drafts/drafts.ts';
import type { Facts } from '../facts/facts.ts';
import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import { describeGonePerson } from '../people/lookUps.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import type { ActsDraft, ChangeDraft, ChangeValues } from './changeDraft.ts';
import { refuseInRunningJob } from './inRunningJob.ts';
import { listChanges, valuesOf } from './listChanges.ts';

/** A change of somebody who exists: fields, manager, user name, sign-in. */
export interface Changing {
  /**
   * Throws, audited: FORBIDDEN for oneself, for somebody with a role in Rollcall that the actor lacks and for whoever
   * decides on what the actor asks for, SYNCED for somebody who comes from Active Directory.
   */
  open(actor: Actor, place: Place, objectId: string): Promise<DraftRecord<ChangeDraft>>;
  load(actor: Actor, draftId: string): Promise<DraftRecord<ChangeDraft>>;
  /**
   * Every rule, and the directory. Without problems the draft is `checked`, with its acts. `state` is how the person is
   * now. Throws as `open` does, FORBIDDEN also for an admin's sign-in, user name, phones and mail addresses, and NOT_YET
   * while a job about them runs.
   */
  check(
    actor: Actor,
    draftId: string,
    values: ChangeValues,
  ): Promise<{ draft: DraftRecord<ChangeDraft>; problems: Problem[]; state: PersonState }>;
}

/** What a draft of acts asks for. */
export function requestOfActs({
  objectId,
  userPrincipalName,
  displayName,
  accountEnabled,
  usageLocation,
  acts,
  was,
  licenses,
  keeps = [],
  left = [],
  cannot = [],
  leaving,
  startsAt,
  zone,
  replaces,
  insteadOf,
}: ActsDraft): Pick<AcceptRequest, 'people' | 'settings' | 'startsAt' | 'zone' | 'replaces' | 'insteadOf'> {
  const location = usageLocation === undefined ? {} : { usageLocation };
  return {
    settings: { accountEnabled, usageLocation: usageLocation ?? '', licenses, recipients: [] },
    people: [
      {
        person: { userPrincipalName, displayName, ...location },
        accountEnabled,
        licenses,
        objectId,
        acts,
        ...(was === undefined ? {} : { before: was }),
        ...(keeps.length === 0 ? {} : { keeps }),
        ...(left.length === 0 ? {} : { left }),
        ...(cannot.length === 0 ? {} : { stays: cannot }),
        ...(leaving === undefined ? {} : { leaving }),
      },
    ],
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(zone === undefined ? {} : { zone }),
    ...(replaces === undefined ? {} : { replaces }),
    ...(insteadOf === undefined ? {} : { insteadOf }),
  };
}

type Options = Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store' | 'clock'>;

/** Reads somebody as they are and asks whether that may be done to them; a refusal is audited. */
export function createReadToChange(
  options: Options,
): (
  actor: Actor,
  objectId: string,
  listActs: (state: PersonState) => readonly Act[],
  task: Task,
) => Promise<PersonState> {
  const refuseChange = createRefuseChange(options);
  const { directoryFor, store } = options;

  async function refuse(
    actor: Actor,
    state: PersonState,
    refusal: RollcallError,
    task: Task,
  ): Promise<never> {
    const detail = { objectId: state.id, code: refusal.code, ...auditTask({ task }) };
    const subject = state.userPrincipalName;
    await store.audit(
      byActor(options, actor, { what: 'person.changed', outcome: 'refused', subject, detail }),
    );
    throw refusal;
  }

  return async (actor, objectId, listActs, task) => {
    const state = await directoryFor(actor.customer).readState(objectId);
    if (state === undefined) throw describeGonePerson();
    const refusal = await refuseChange(actor, state, listActs(state));
    return refusal === undefined ? state : refuse(actor, state, refusal, task);
  };
}

export function createChanging(options: Options, facts: Facts, drafts: Drafts): Changing {
  const { directoryFor } = options;
  const readToChange = createReadToChange(options);

  return {
    async open(actor, place, objectId) {
      // Any field at all.
      const state = await readToChange(actor, objectId, () => [{ kind: 'fields', set: {} }], 'change');
      const values = valuesOf(state);
      return drafts.open('change', actor, place, {
        objectId,
        userPrincipalName: state.userPrincipalName,
        displayName: state.displayName,
        accountEnabled: state.accountEnabled ?? true,
        ...(state.usageLocation === undefined ? {} : { usageLocation: state.usageLocation }),
        acts: [],
        licenses: [],
        before: values,
        values,
      });
    },
    load: (actor, draftId) => drafts.load('change', actor, draftId),
    async check(actor, draftId, values) {
      const { objectId, before } = (await drafts.load('change', actor, draftId)).data;
      const known = await facts.read(actor.customer);
      const directory = directoryFor(actor.customer);
      const { acts, problems } = await listChanges(directory, known, objectId, before, values);
      // Each reason may have come true since the form was opened.
      const state = await readToChange(actor, objectId, () => acts, 'change');
      await refuseInRunningJob(options, actor.customer, objectId);
      const isFine = problems.every(({ severity }) => severity !== 'error');
      const draft = await drafts.change('change', actor, draftId, ({ checked: _before, ...data }) => ({
        ...data,
        values,
        acts: isFine ? acts : [],
        ...(isFine ? { checked: true, was: pickBefore(state, acts) } : {}),
      }));
      return { draft, problems, state };
    },
  };
}
