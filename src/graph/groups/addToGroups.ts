import type { GroupIntent, StepOutcome, WriteOptions } from '../../service/ports/directory.ts';
import { findMeaning } from '../client/errors.ts';
import { MEANINGS } from '../client/meanings.ts';
import type { SendWrites, WriteResult } from '../client/pacedWrites.ts';
import { toStepOutcome } from '../client/stepOutcome.ts';
import { nothingToSay } from '../client/written.ts';

const WORDS = {
  operation: 'group',
  nothing: "The account exists, but it wasn't added to the group.",
  perhaps: 'The account exists. It may or may not have been added to the group.',
} as const;

/** Microsoft: "Add members": a PATCH of a group takes as many new members. */
const MEMBERS_AT_ONCE = 20;

/** People who are added to one group by one call, by their place among the intents. */
interface Addition {
  groupId: string;
  members: { place: number; objectId: string }[];
}

/** Somebody did it before us, or our own lost call did. */
function isIn(result: WriteResult): boolean {
  return result.kind === 'failure' && findMeaning(result.failure) === MEANINGS.alreadyMember;
}

/** One of them is in the group already, or not known yet: Graph adds nobody then, and does not say who it is. */
function isOverOne(result: WriteResult): boolean {
  return isIn(result) || (result.kind === 'failure' && findMeaning(result.failure).nature === 'settling');
}

/** What is to be added, at most so many people a call. */
function listAdditions(intents: readonly GroupIntent[]): Addition[] {
  const byGroup = new Map<string, Addition['members']>();
  for (const [place, { groupId, objectId }] of intents.entries()) {
    byGroup.set(groupId, [...(byGroup.get(groupId) ?? []), { place, objectId }]);
  }
  return [...byGroup].flatMap(([groupId, members]) =>
    Array.from({ length: Math.ceil(members.length / MEMBERS_AT_ONCE) }, (_, index) => ({
      groupId,
      members: members.slice(index * MEMBERS_AT_ONCE, (index + 1) * MEMBERS_AT_ONCE),
    })),
  );
}

/**
 * POST /groups/{id}/members/$ref, or PATCH /groups/{id} for several people of one group. A group takes one call at a
 * time, because several at once clash. Who is in the group already counts as added, so it can be repeated.
 */
export async function addToGroups(
  sendWrites: SendWrites,
  graphUrl: string,
  intents: readonly GroupIntent[],
  options: WriteOptions,
): Promise<StepOutcome[]> {
  const refer = (objectId: string): string =>
    `${graphUrl}/v1.0/directoryObjects/${encodeURIComponent(objectId)}`;

  function toWrite({ groupId, members }: Addition) {
    const path = `/groups/${encodeURIComponent(groupId)}`;
    const references = members.map(({ objectId }) => refer(objectId));
    return references.length === 1
      ? {
          path: `${path}/members/$ref`,
          written: nothingToSay,
          toBody: () => ({ '@odata.id': references[0] }),
        }
      : {
          path,
          method: 'PATCH' as const,
          written: nothingToSay,
          toBody: () => ({ 'members@odata.bind': references }),
        };
  }

  const outcomes = new Map<number, StepOutcome>();
  let open = listAdditions(intents);
  while (open.length > 0) {
    const now = open.filter(
      ({ groupId }, index) => open.findIndex((one) => one.groupId === groupId) === index,
    );
    const results = await sendWrites('addToGroups', now.map(toWrite), options);
    const again: Addition[] = [];
    for (const [index, { groupId, members }] of now.entries()) {
      const result = results[index] ?? { kind: 'lost', cause: new Error('no result') };
      if (members.length > 1 && isOverOne(result)) {
        again.push(...members.map((member) => ({ groupId, members: [member] })));
        continue;
      }
      const outcome: StepOutcome = isIn(result) ? { status: 'done' } : toStepOutcome(result, WORDS);
      for (const { place } of members) outcomes.set(place, outcome);
    }
    open = [...open.filter((one) => !now.includes(one)), ...again];
  }
  return intents.map((_, place) => {
    const outcome = outcomes.get(place);
    if (outcome === undefined) throw new Error('An addition to a group without an outcome.');
    return outcome;
  });
}
