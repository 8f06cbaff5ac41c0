import { type Answer, noSegment } from '../errors.ts';
import {
  type Action,
  actionOf,
  bareOf,
  isBasedOn,
  isKnownType,
  navigationOf,
  propertyOf,
  setNamed,
} from './metadata.ts';

/** What an address stands for. */
export interface Target {
  type: string;
  many: boolean;
  /** `$ref`: not the object, but that it is pointed at. */
  reference?: true;
  action?: Action;
}

/** `users('ada@contoso.com')` and `users(userPrincipalName='…')`. */
const KEYED = /^(\w+)\((?:\w+=)?'(?:[^']|'')+'\)$/;

function targetOf(type: string): Target {
  return { type: bareOf(type), many: type.endsWith('[]') };
}

function castOf({ type, many }: Target, segment: string): Target | undefined {
  const name = /^microsoft\.graph\.(\w+)$/.exec(segment)?.[1];
  return name !== undefined && isKnownType(name) && isBasedOn(name, type) ? { type: name, many } : undefined;
}

function stepOn(from: Target, segment: string): Target | undefined {
  if (from.reference || from.action !== undefined) return undefined;
  if (segment === '$ref') return { ...from, reference: true };
  const cast = castOf(from, segment);
  if (cast !== undefined) return cast;
  // Whatever stands behind a collection is a key.
  if (from.many) return { type: from.type, many: false };
  const action = actionOf(from.type, segment);
  if (action !== undefined) return { ...from, action };
  // OASIS: "OData URL Conventions 4.01", 4.6: a property of an object can be addressed as well.
  const next = navigationOf(from.type, segment) ?? propertyOf(from.type, segment);
  return next === undefined || next.startsWith('Edm.') ? undefined : targetOf(next);
}

/** Follows an address through the metadata; 400 at the first segment that Graph does not have. */
export function checkAddress(segments: readonly string[]): Target | Answer {
  const [first = '', ...rest] = segments;
  const keyed = KEYED.exec(first)?.[1];
  const set = setNamed(keyed ?? first);
  if (set === undefined) return noSegment(first);
  let target = keyed === undefined ? targetOf(set) : { type: bareOf(set), many: false };
  for (const segment of rest) {
    const next = stepOn(target, segment);
    if (next === undefined) return noSegment(segment);
    target = next;
  }
  return target;
}
