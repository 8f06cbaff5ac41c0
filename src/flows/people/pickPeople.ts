import { z } from 'zod';
import type { Account, Actor } from '../../domain/terms.ts';
import type { FlowContext } from '../context.ts';
import { choices, setupFields } from '../formFields.ts';
import type { FieldErrors } from '../views/parts.ts';
import { PEOPLE_WORDS } from './words.ts';

const { pick: SAYS } = PEOPLE_WORDS;

/** User names in one sentence at a field. */
const MAX_NAMES = 5;

/** The form that picks several people. */
export const pickedFields = z.object({
  /** Object ids, as they were offered. */
  people: choices,
  /** One name, user name or mail address a line. */
  person: setupFields.shape.reason,
});

/** Each line by itself; commas and semicolons part user names as well. */
function readQueries(typed: string): string[] {
  const parts = typed.split(/[\n,;]/).map((part) => part.trim().slice(0, 256));
  return [...new Set(parts)].filter((part) => part !== '');
}

/** Who was picked and typed, or what is wrong with it; `chosen` is offered again then. */
export interface Picked {
  ids: readonly string[];
  chosen: readonly Account[];
  errors: FieldErrors;
}

/** Reads the form that picks several people, at most `most`. Throws what the directory throws. */
export async function readPicked(
  { service }: Pick<FlowContext, 'service'>,
  actor: Actor,
  { people, person }: z.output<typeof pickedFields>,
  most: number,
): Promise<Picked> {
  /** The one person that is meant, or a sentence that says why it is not clear who. */
  async function findOne(query: string): Promise<Account | string> {
    const { people: found, more } = await service.lookUps.findPeople(actor, query);
    const [only, ...others] = found;
    if (only === undefined) return SAYS.notFound(query);
    if (others.length === 0) return only;
    const names = found.slice(0, MAX_NAMES).map(({ userPrincipalName }) => userPrincipalName);
    return SAYS.several(query, names, more || found.length > MAX_NAMES);
  }

  const queries = readQueries(person);
  const picked = [...new Set(people)].filter((one) => z.guid().safeParse(one).success);
  const isUnclear = people.length > 0 && people.some((one) => !picked.includes(one));
  if (picked.length + queries.length > most) {
    return { ids: [], chosen: [], errors: { people: SAYS.tooMany(most) } };
  }
  const chosen = await service.lookUps.readPeople(actor, picked);
  const found = await Promise.all(queries.map(findOne));
  const unclear = found.filter((one) => typeof one === 'string');
  const gone = picked.length - chosen.length;
  const errors = {
    ...(gone > 0 ? { people: SAYS.gone } : {}),
    ...(unclear.length > 0 ? { person: unclear.join(' ') } : {}),
    ...(isUnclear ? { people: SAYS.unclear } : {}),
    ...(people.length + queries.length === 0 ? { people: SAYS.none } : {}),
  };
  const typed = found.flatMap((one) => (typeof one === 'string' ? [] : [one.id]));
  return { ids: [...picked, ...typed], chosen, errors };
}
