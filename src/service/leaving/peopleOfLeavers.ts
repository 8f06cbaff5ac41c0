import type { Act } from '../../domain/acts.ts';
import { fillReply, type LeaveStep } from '../../domain/leaveSteps.ts';
import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import type { AskedPerson } from '../ports/requests.ts';
import { listLeftOut } from '../rosters/leftOut.ts';
import { readDeleteAfter } from './deleteAfter.ts';
import type { LeaveValues } from './leaveDraft.ts';
import type { Leaver, LeaverGroup, LeaversDraft } from './leaversDraft.ts';
import { LEAVING_WORDS } from './words.ts';

/** The step that an act belongs to. */
export function stepOf(act: Act): LeaveStep | undefined {
  switch (act.kind) {
    case 'leaveGroups':
      return 'groups';
    case 'licenses':
      return 'licenses';
    case 'block':
    case 'signOut':
    case 'password':
    case 'reply':
    case 'methods':
      return act.kind;
    default:
      return undefined;
  }
}

function toAsked(leaver: Leaver, values: LeaveValues): AskedPerson[] {
  const { steps, reply: template } = values;
  const { id: objectId, userPrincipalName, displayName, usageLocation, manager, sourceRow } = leaver;
  const reply = fillReply(template, displayName, manager);
  // Every sentence of it names a manager whom they do not have: better none than an empty one.
  const isSilent = reply === '';
  const acts = leaver.acts
    .filter((act) => {
      const step = stepOf(act);
      return step !== undefined && steps.includes(step) && !(step === 'reply' && isSilent);
    })
    .map((act) => (act.kind === 'reply' ? { ...act, text: reply } : act));
  if (acts.length === 0) return [];
  return [
    {
      person: {
        userPrincipalName,
        displayName,
        ...(usageLocation === undefined ? {} : { usageLocation }),
      },
      accountEnabled: false,
      licenses: [],
      objectId,
      acts,
      leaving: {
        steps: steps.filter((step) => step !== 'reply' || !isSilent),
        reply,
        ...(isSilent ? {} : { template }),
        ...readDeleteAfter(values).choice,
      },
      ...(sourceRow === undefined ? {} : { sourceRow }),
    },
  ];
}

/** Those of one moment, as they are asked for; whoever has nothing of what was chosen is left out. */
export function peopleOf(
  { people }: Pick<LeaversDraft, 'people'>,
  values: LeaveValues,
  { ids }: LeaverGroup,
): AskedPerson[] {
  const wanted = new Set(ids);
  return people.filter(({ id }) => wanted.has(id)).flatMap((one) => toAsked(one, values));
}

/** What a checked draft of one moment asks for. */
export function requestOfLeavers(
  draft: LeaversDraft,
): Pick<AcceptRequest, 'people' | 'ofAll' | 'settings' | 'leftOut' | 'fileName' | 'startsAt' | 'zone'> {
  const { groups: [group] = [], values, fileName, findings = [], ofAll } = draft;
  const people = draft.checked === true && group !== undefined ? peopleOf(draft, values, group) : [];
  const asked = new Set(people.map(({ objectId }) => objectId));
  const idle = draft.people.filter(({ id }) => group?.ids.includes(id) && !asked.has(id));
  const leftOut = [
    ...listLeftOut(findings),
    ...idle.map(({ sourceRow, displayName, userPrincipalName }) => ({
      ...(sourceRow === undefined ? {} : { row: sourceRow }),
      displayName,
      userPrincipalName,
      reason: LEAVING_WORDS.many.idle,
    })),
  ];
  return {
    settings: { accountEnabled: false, usageLocation: '', licenses: [], recipients: [] },
    people,
    ...(ofAll === undefined ? {} : { ofAll }),
    leftOut,
    ...(fileName === undefined ? {} : { fileName }),
    ...(group?.startsAt === undefined ? {} : { startsAt: group.startsAt }),
    ...(group?.zone === undefined ? {} : { zone: group.zone }),
  };
}
