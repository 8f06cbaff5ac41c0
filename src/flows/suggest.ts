import type { Speaker, Suggestion } from './action.ts';
import type { FlowContext } from './context.ts';
import { findActor } from './who.ts';

/** What is offered while somebody types. Directory searches are not free, so one letter does not start one. */
const SHORTEST = 2;
/** The longest name that the directory searches for. */
const LONGEST = 256;

/**
 * Offers choices for a field that is searched while somebody types: `people`, for whoever may change licenses. Never
 * throws: nobody is offered to others (audited), for other fields, and while the directory does not answer.
 */
export function createSuggest(context: FlowContext) {
  const { service, policy, store, clock, log } = context;

  async function refuse({ platform, userId }: Speaker, code: string): Promise<void> {
    await store.audit({
      at: clock.now(),
      actor: `${platform}:${userId}`,
      platform,
      what: 'people.suggest',
      outcome: 'refused',
      detail: { code },
    });
  }

  return async function suggest(field: string, speaker: Speaker, text: string): Promise<Suggestion[]> {
    const actor = findActor(policy, speaker);
    try {
      if (actor === undefined || !actor.roles.includes('admin')) {
        await refuse(speaker, actor === undefined ? 'NOT_IN_POLICY' : 'ROLE_MISSING');
        return [];
      }
      const query = text.trim().slice(0, LONGEST);
      if (field !== 'people' || query.length < SHORTEST) return [];
      const { people } = await service.findPeople(actor, query);
      return people.map(({ id, displayName, userPrincipalName }) => ({
        value: id,
        name: displayName,
        description: userPrincipalName,
      }));
    } catch (error) {
      log.warn({ field, actor: speaker.userId, platform: speaker.platform, error }, 'flow.suggestFailed');
      return [];
    }
  };
}
