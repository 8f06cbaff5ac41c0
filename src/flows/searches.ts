import { RollcallError } from '../domain/errors.ts';
import type { Actor } from '../domain/terms.ts';
import type { FoundChoice, Speaker } from './action.ts';
import type { FlowContext } from './context.ts';
import { findActor } from './who.ts';

/** Slack waits 3 s for choices and Teams 5 s; no choices are better than the chat's own words for a failure. */
const ANSWER_WITHIN_MS = 2_500;
const MAY_SEARCH = ['helpdesk', 'admin'] as const;

/** Fields whose choices are searched for as somebody types. */
const SEARCHES: Readonly<
  Record<string, (context: FlowContext, actor: Actor, text: string) => Promise<FoundChoice[]>>
> = {
  async groups({ service }, actor, text) {
    const groups = await service.findGroups(actor, text);
    return groups.map(({ id, displayName, description }) => ({
      value: id,
      text: displayName,
      ...(description === undefined ? {} : { description }),
    }));
  },
};

/** See `Flows.search`. */
export async function searchChoices(
  context: FlowContext,
  field: string,
  speaker: Speaker,
  text: string,
): Promise<readonly FoundChoice[]> {
  const actor = findActor(context.policy, speaker);
  const search = Object.hasOwn(SEARCHES, field) ? SEARCHES[field] : undefined;
  if (search === undefined || !actor?.roles.some((role) => MAY_SEARCH.some((may) => may === role))) return [];
  const waiting = new AbortController();
  try {
    const found = await Promise.race([
      search(context, actor, text),
      context.clock.sleep(ANSWER_WITHIN_MS, waiting.signal).then(() => undefined),
    ]);
    if (found === undefined) context.log.warn({ field, actor: actor.id }, 'flow.searchLate');
    return found ?? [];
  } catch (error) {
    const code = error instanceof RollcallError ? error.code : 'UNEXPECTED';
    context.log.warn({ field, actor: actor.id, code }, 'flow.searchFailed');
    return [];
  } finally {
    waiting.abort();
  }
}
