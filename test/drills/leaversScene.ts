import { LEAVE_STEPS } from '../../src/domain/leaveSteps.ts';
import type { LoopbackGraph } from '../../src/sandbox/graph/server.ts';
import type { AcceptRequest } from '../../src/service/jobs/acceptRequest.ts';
import type { DraftRecord } from '../../src/service/ports/drafts.ts';
import type { AskedPerson } from '../../src/service/ports/requests.ts';
import { draftOf, PLACE, REQUESTER } from '../composition/composeService.ts';
import { REPLY, seedGroups, seedPerson } from './actsScene.ts';

function leaver(n: number): AskedPerson & { objectId: string } {
  return {
    person: {
      userPrincipalName: `leaver${n}@contoso.com`,
      displayName: `Leaver ${n}`,
      usageLocation: 'DE',
    },
    accountEnabled: false,
    licenses: [],
    objectId: `d1000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    acts: [{ kind: 'block' }],
    leaving: { steps: LEAVE_STEPS, reply: REPLY },
  };
}

/** People who leave, as every process of a drill or a bench knows them. */
export function makeLeavers(count: number): ReturnType<typeof leaver>[] {
  return Array.from({ length: count }, (_, index) => leaver(index + 1));
}

/** Puts them into a tenant, with groups, a license and ways to sign in. */
export function seedLeavers(graph: LoopbackGraph, count: number): void {
  seedGroups(graph);
  for (const one of makeLeavers(count)) seedPerson(graph, one, true);
}

/**
 * What is asked for of them at a time: `inFile` of them, from 0 to 1, in one file, and each of the others alone; and the drafts that it comes from, as conversations would have left them.
 */
export function planLeavers(
  count: number,
  startsAt: number | undefined,
  now: number,
  inFile: number,
): { draft: DraftRecord; request: AcceptRequest }[] {
  const all = makeLeavers(count);
  const many = Math.floor(count * inFile);
  const parts = [...all.slice(many).map((one) => [one]), all.slice(0, many)];
  return parts.map((people, index) => {
    const kind = people.length === 1 ? 'one' : 'bulk';
    const requestId = `draft_leave${index}`;
    return {
      draft: {
        ...draftOf(requestId, kind, now),
        kind: kind === 'one' ? 'leave' : 'leavers',
        data: {} as DraftRecord['data'],
      },
      request: {
        actor: REQUESTER,
        place: PLACE,
        requestId,
        requestVersion: 1,
        kind,
        task: 'leave',
        people,
        settings: { accountEnabled: false, usageLocation: '', licenses: [], recipients: [] },
        ...(startsAt === undefined ? {} : { startsAt, zone: 'UTC' }),
      },
    };
  });
}
