import { createRequire } from 'node:module';

/** The type of a value: `Edm.String`, or one of the extract, with `[]` for a collection and `!` where null is none. */
export type TypeName = string;

/** An entity type or a complex type. */
interface StructuredType {
  base?: string;
  properties: Record<string, TypeName>;
  navigation?: Record<string, TypeName>;
}

/** What can be asked of an object of a type by POST. */
export interface Action {
  name: string;
  on: string;
  parameters: Record<string, TypeName>;
}

interface Metadata {
  sets: Record<string, TypeName>;
  actions: Action[];
  types: Record<string, StructuredType>;
}

// Not an import, so that the file is found beside the compiled code as well.
const METADATA = createRequire(import.meta.url)('./metadata.json') as Metadata;

/** Own entries only: a name that everything has, like `constructor`, is none. */
function entryOf<T>(of: Record<string, T> | undefined, name: string): T | undefined {
  return of !== undefined && Object.hasOwn(of, name) ? of[name] : undefined;
}

/** The type, and those it is based on. */
function lineOf(type: string): StructuredType[] {
  const own = entryOf(METADATA.types, type);
  if (own === undefined) return [];
  return own.base === undefined ? [own] : [own, ...lineOf(own.base)];
}

/** Without `[]` and `!`. */
export function bareOf(type: TypeName): string {
  return type.replace(/(\[\])?!?$/, '');
}

/** True for a type of the extract. Others are not looked into. */
export function isKnownType(type: string): boolean {
  return lineOf(type).length > 0;
}

/** True for the type itself as well. */
export function isBasedOn(type: string, base: string): boolean {
  const known = entryOf(METADATA.types, type);
  return type === base || (known?.base !== undefined && isBasedOn(known.base, base));
}

/** What stands below the root. */
export function setNamed(name: string): TypeName | undefined {
  return entryOf(METADATA.sets, name);
}

export function propertyOf(type: string, name: string): TypeName | undefined {
  return lineOf(type)
    .map(({ properties }) => entryOf(properties, name))
    .find((found) => found !== undefined);
}

export function navigationOf(type: string, name: string): TypeName | undefined {
  return lineOf(type)
    .map(({ navigation }) => entryOf(navigation, name))
    .find((found) => found !== undefined);
}

export function actionOf(type: string, name: string): Action | undefined {
  return METADATA.actions.find((action) => action.name === name && isBasedOn(type, action.on));
}

/** The type and all that are based on it: Graph lets a list of directory objects be asked for what only users have. */
export function kindsOf(type: string): string[] {
  return Object.keys(METADATA.types).filter((one) => isBasedOn(one, type));
}
