import { findHuman, type Policy } from '../domain/policy/policy.ts';
import type { Actor } from '../domain/terms.ts';
import type { Provisioning } from '../service/provisioning.ts';
import type { Speaker } from './action.ts';

/**
 * The policy's human behind a chat id, as an actor; undefined for everybody else. With one customer nobody is
 * asked which; a human limited to certain customers acts for the first of them.
 */
export function findActor(policy: Policy, speaker: Speaker): Actor | undefined {
  const human = findHuman(policy, speaker.platform, speaker.userId);
  if (human === undefined) return undefined;
  const customer = human.customers?.[0] ?? policy.customers[0]?.id;
  if (customer === undefined) return undefined;
  return {
    id: human.id,
    name: human.name,
    roles: human.roles,
    customer,
    platform: speaker.platform,
    userId: speaker.userId,
  };
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
