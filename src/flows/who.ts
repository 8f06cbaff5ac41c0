import { customersOf } from '../domain/customers.ts';
import { findHuman, type Policy } from '../domain/policy/policy.ts';
import type { Actor, CustomerId } from '../domain/terms.ts';
import type { Provisioning } from '../service/provisioning.ts';
import type { Speaker } from './action.ts';

/**
 * The policy's human behind a chat id, as an actor for this customer; undefined for everybody else, and for somebody who
 * may not act for it. Left out: for the first of theirs, which is right only where there is one, or where none matters.
 */
export function findActor(policy: Policy, speaker: Speaker, customer?: CustomerId): Actor | undefined {
  const human = findHuman(policy, speaker.platform, speaker.userId);
  if (human === undefined) return undefined;
  const theirs = customersOf(policy, human);
  const found = customer === undefined ? theirs[0] : theirs.find(({ id }) => id === customer);
  if (found === undefined) return undefined;
  return {
    id: human.id,
    name: human.name,
    roles: human.roles,
    customer: found.id,
    platform: speaker.platform,
    userId: speaker.userId,
  };
}

/** The customers that somebody of the policy may act for; none for everybody else. */
export function listTheirs(policy: Policy, { platform, userId }: Speaker): CustomerId[] {
  const human = findHuman(policy, platform, userId);
  return human === undefined ? [] : customersOf(policy, human).map(({ id }) => id);
}

/**
 * Somebody whom the policy does not name and who was asked to approve something as a manager; undefined for everybody
 * else. Only in Teams, where who speaks is proven by the object id that the directory knows them by.
 */
export async function findGuest(
  service: Pick<Provisioning, 'approvals'>,
  { platform, userId }: Speaker,
): Promise<Actor | undefined> {
  const manager = platform === 'teams' ? await service.approvals.findManager(userId) : undefined;
  return manager === undefined ? undefined : { ...manager, roles: [], platform, userId };
}
