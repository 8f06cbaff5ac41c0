import type { Act, PersonState } from '../../domain/acts.ts';
import { RollcallError } from '../../domain/errors.ts';
import { tidyValue } from '../../domain/personRules.ts';
import type { Actor, Place, Problem } from '../../domain/terms.ts';
import { createReadToChange } from '../changing/changing.ts';
import { refuseInRunningJob } from '../changing/inRunningJob.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { Drafts } from '../drafts/drafts.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { LEAVE_STEPS, type LeaveDraft, type LeaveValues } from './leaveDraft.ts';
import { listLeft } from './listLeft.ts';

/** Microsoft: "automaticRepliesSetting resource type" states no limit; Outlook's own form takes as much. */
const MAX_REPLY = 2_000;

const GUEST = new RollcallError(
  'FORBIDDEN',
  'This person is a guest, whose account is kept by another organization.',
  {
    done: 'Nothing was changed.',
    next: 'Remove the guest in the Microsoft Entra admin center.',
  },
);

/** Somebody who leaves. */
export interface Leaving {
  /** Throws, audited, what `Changing.check` throws for a block; FORBIDDEN for a guest. */
  open(actor: Actor, place: Place, objectId: string): Promise<DraftRecord<LeaveDraft>>;
  load(actor: Actor, draftId: string): Promise<DraftRecord<LeaveDraft>>;
  /** With no problem the draft is `checked`, with its acts and what is left for a person. Throws as `open`, and NOT_YET. */
  check(
    actor: Actor,
    draftId: string,
    values: LeaveValues,
  ): Promise<{ draft: DraftRecord<LeaveDraft>; problems: Problem[]; state: PersonState }>;
}

/** The chosen steps as acts, as far as there is something to do. */
function listActs(state: PersonState, { steps, reply }: LeaveValues): Act[] {
  const groups = (state.groups ?? [])
    .filter(({ closed }) => closed === undefined)
    .map(({ id, displayName }) => ({ id, displayName }));
  const remove = state.held.filter(({ inherited }) => !inherited).map(({ skuId }) => skuId);
  return LEAVE_STEPS.filter((step) => steps.includes(step)).flatMap((step): Act[] => {
    if (step === 'groups') return groups.length === 0 ? [] : [{ kind: 'leaveGroups', groups }];
    if (step === 'licenses') return remove.length === 0 ? [] : [{ kind: 'licenses', add: [], remove }];
    if (step === 'reply') return state.held.length === 0 ? [] : [{ kind: 'reply', text: reply }];
    return [{ kind: step }];
  });
}

function checkValues(values: LeaveValues, acts: readonly Act[]): Problem[] {
  const problem = (property: Problem['property'], message: string): Problem => ({
    property,
    value: '',
    code: 'VALUE_INVALID',
    severity: 'error',
    message,
  });
  if (acts.length === 0) return [problem('file', 'Choose what is to be done.')];
  if (acts.every(({ kind }) => kind !== 'reply')) return [];
  if (values.reply === '')
    return [problem('file', 'Write what whoever writes to them is answered, or leave that out.')];
  const isLong = values.reply.length > MAX_REPLY;
  return isLong ? [problem('file', `The automatic reply has at most ${MAX_REPLY} characters.`)] : [];
}

/** Each line tidy, and the lines as they are. */
function tidyReply(text: string): string {
  return text.split(/\r?\n/).map(tidyValue).join('\n').trim();
}

type Options = Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store' | 'clock'>;

export function createLeaving(options: Options, drafts: Drafts): Leaving {
  const readToChange = createReadToChange(options);

  async function readLeaver(
    actor: Actor,
    objectId: string,
    actsOf: (state: PersonState) => readonly Act[],
  ): Promise<PersonState> {
    const state = await readToChange(actor, objectId, actsOf);
    if (state.guest) throw GUEST;
    return state;
  }

  return {
    async open(actor, place, objectId) {
      const state = await readLeaver(actor, objectId, () => [{ kind: 'block' }]);
      const { displayName, manager } = state;
      const instead = manager === undefined ? '' : ` Please write to ${manager.userPrincipalName} instead.`;
      return drafts.open('leave', actor, place, {
        objectId,
        userPrincipalName: state.userPrincipalName,
        displayName,
        accountEnabled: false,
        acts: [],
        licenses: [],
        values: {
          steps: LEAVE_STEPS,
          reply: `${displayName} no longer works here.${instead}`,
          reason: '',
        },
      });
    },
    load: (actor, draftId) => drafts.load('leave', actor, draftId),
    async check(actor, draftId, typed) {
      const { objectId } = (await drafts.load('leave', actor, draftId)).data;
      const values = { ...typed, reply: tidyReply(typed.reply) };
      // Each reason may have come true since, whatever was chosen.
      const state = await readLeaver(actor, objectId, (now) => [{ kind: 'block' }, ...listActs(now, values)]);
      await refuseInRunningJob(options, actor.customer, objectId);
      const acts = listActs(state, values);
      const problems = checkValues(values, acts);
      const isFine = problems.length === 0;
      const draft = await drafts.change('leave', actor, draftId, ({ checked: _before, ...data }) => ({
        ...data,
        values,
        acts: isFine ? acts : [],
        left: isFine ? listLeft(state) : [],
        ...(isFine ? { checked: true } : {}),
      }));
      return { draft, problems, state };
    },
  };
}
