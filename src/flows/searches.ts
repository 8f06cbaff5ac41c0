import { RollcallError } from '../domain/errors.ts';
import type { Actor, CustomerId, Role } from '../domain/terms.ts';
import { listUsageLocations } from '../domain/usageLocations.ts';
import type { FoundChoice, Speaker } from './action.ts';
import type { FlowContext } from './context.ts';
import { listServices } from './licensing/assignServices.ts';
import { findActor } from './who.ts';
import { FRAME_WORDS } from './words/frameWords.ts';

/** Slack waits 3 s for choices and Teams 5 s; no choices are better than the chat's own words for a failure. */
const ANSWER_WITHIN_MS = 2_500;
/** Letters before people are searched for: one would search all of a directory. */
export const SHORTEST_SEARCH = 2;
/** The longest name that the directory searches for. */
const LONGEST = 256;

/** A field whose choices are searched for as somebody types, and who may see them. */
interface Search {
  roles: readonly Role[];
  find(context: FlowContext, actor: Actor, text: string): Promise<FoundChoice[]>;
}

const SEARCHES: Readonly<Record<string, Search>> = {
  groups: {
    roles: ['helpdesk', 'admin'],
    async find({ service }, actor, text) {
      const groups = await service.lookUps.findGroups(actor, text);
      return groups.map(({ id, displayName, description }) => ({
        value: id,
        text: displayName,
        ...(description === undefined ? {} : { description }),
      }));
    },
  },
  people: {
    roles: ['admin'],
    async find({ service }, actor, text) {
      const query = text.trim().slice(0, LONGEST);
      if (query.length < SHORTEST_SEARCH) return [];
      const { people } = await service.lookUps.findPeople(actor, query);
      return people.map(({ id, displayName, userPrincipalName }) => ({
        value: id,
        text: displayName,
        description: userPrincipalName,
        isNamesake: true,
      }));
    },
  },
  servicesOff: {
    roles: ['admin'],
    async find({ service }, actor, text) {
      const wanted = text.trim().toLowerCase();
      const facts = await service.facts.read(actor.customer);
      return listServices(facts, () => true)
        .filter(({ name }) => name.toLowerCase().includes(wanted))
        .map(({ value, name, license }) => ({ value, text: name, description: license, isNamesake: true }));
    },
  },
  licenses: {
    roles: ['helpdesk', 'admin'],
    async find({ service }, actor, text) {
      const wanted = text.trim().toLowerCase();
      const { licenses } = await service.facts.read(actor.customer);
      return licenses
        .filter(({ assignable, name }) => assignable && name.toLowerCase().includes(wanted))
        .map(({ skuId, name, left, total }) => ({
          value: skuId,
          text: name,
          description: FRAME_WORDS.seats(left, total),
          isPassing: true,
        }));
    },
  },
  usageLocation: {
    roles: ['helpdesk', 'admin'],
    async find(_context, _actor, text) {
      const wanted = text.trim().toLowerCase();
      return listUsageLocations()
        .filter(({ name }) => name.toLowerCase().includes(wanted))
        .map(({ code, name }) => ({ value: code, text: name }));
    },
  },
  preset: {
    roles: ['helpdesk', 'admin'],
    async find({ service }, actor, text) {
      const wanted = text.trim().toLowerCase();
      const presets = await service.presets.list(actor);
      return presets
        .filter(({ name }) => name.toLowerCase().includes(wanted))
        .map(({ id, name }) => ({ value: id, text: name }));
    },
  },
};

/** See `Flows.isSearched`. */
export function isSearched(field: string): boolean {
  return Object.hasOwn(SEARCHES, field);
}

/** See `Flows.search`. */
export async function searchChoices(
  context: FlowContext,
  field: string,
  speaker: Speaker,
  text: string,
  drawnFor?: CustomerId,
): Promise<readonly FoundChoice[]> {
  const { policy } = context;
  // A form from before there were several says none: it is searched in nobody's by chance.
  const isUnsaid = policy.customers.length > 1 && drawnFor === undefined;
  const actor = isUnsaid ? undefined : await findActor(context, speaker, drawnFor);
  const search = Object.hasOwn(SEARCHES, field) ? SEARCHES[field] : undefined;
  if (search === undefined || !actor?.roles.some((role) => search.roles.includes(role))) return [];
  const waiting = new AbortController();
  try {
    const found = await Promise.race([
      search.find(context, actor, text),
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
