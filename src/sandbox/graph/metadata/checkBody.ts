import { type Answer, badRequest, malformed } from '../errors.ts';
import type { Target } from './checkAddress.ts';
import { bareOf, isKnownType, kindsOf, navigationOf, propertyOf, type TypeName } from './metadata.ts';

type Body = Record<string, unknown>;

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** How each of OData's own types looks in JSON. OASIS: "OData JSON Format Version 4.01", 7.1. */
const PRIMITIVES: Readonly<Record<string, (value: unknown) => boolean>> = {
  'Edm.String': (value) => typeof value === 'string',
  'Edm.Boolean': (value) => typeof value === 'boolean',
  'Edm.Int32': Number.isInteger,
  'Edm.Guid': (value) => typeof value === 'string' && GUID.test(value),
  'Edm.DateTimeOffset': (value) => typeof value === 'string' && DATE_TIME.test(value),
};

function nodeOf(value: unknown): string {
  if (Array.isArray(value)) return 'StartArray';
  return typeof value === 'object' && value !== null ? 'StartObject' : 'PrimitiveValue';
}

function expected(name: string, value: unknown, node: string): Answer {
  return malformed(
    node === 'PrimitiveValue'
      ? `When trying to read a null or primitive value, a ${nodeOf(value)} node found for ${name}, PrimitiveValue expected`
      : `A ${nodeOf(value)} node found for ${name}, ${node} expected`,
  );
}

/** The first value that is not of its type. Types that the extract does not have are not looked into. */
export function checkValue(name: string, value: unknown, type: TypeName): Answer | undefined {
  const bare = bareOf(type);
  if (type.replace(/!$/, '').endsWith('[]')) {
    if (!Array.isArray(value)) return expected(name, value, 'StartArray');
    for (const item of value) {
      const refused = checkValue(name, item, `${bare}!`);
      if (refused !== undefined) return refused;
    }
    return undefined;
  }
  if (value === null && !type.endsWith('!')) return undefined;
  const fits = PRIMITIVES[bare];
  if (fits !== undefined) {
    if (nodeOf(value) !== 'PrimitiveValue') return expected(name, value, 'PrimitiveValue');
    if (fits(value)) return undefined;
    return malformed(`Cannot convert the value of '${name}' to the expected type '${bare}'.`);
  }
  if (!isKnownType(bare)) return undefined;
  return nodeOf(value) === 'StartObject'
    ? checkObject(value as Body, bare)
    : expected(name, value, 'StartObject');
}

/** `{"@odata.id": "https://…"}`, and the same in a list behind `name@odata.bind`. The sandbox has Graph below /graph. */
function checkReference(name: string, value: unknown, many: boolean): Answer | undefined {
  const refused = checkValue(name, value, many ? 'Edm.String[]' : 'Edm.String!');
  if (refused !== undefined) return refused;
  const wrong = [value]
    .flat()
    .some((one) => !/^https?:\/\/[^/]+(?:\/graph)?\/v1\.0\/\w+\/[^/]+$/.test(String(one)));
  return wrong ? badRequest(`Invalid URL format specified in ${name} for reference to property.`) : undefined;
}

/** The first property of an object that its type does not have, or whose value is not of its type. */
function checkObject(body: Body, type: string): Answer | undefined {
  for (const [name, value] of Object.entries(body)) {
    if (name === '@odata.type') continue;
    const bound = /^(\w+)@odata\.bind$/.exec(name)?.[1];
    const relation = bound === undefined ? undefined : navigationOf(type, bound);
    const property = propertyOf(type, name);
    if (relation === undefined && property === undefined) return badRequest(`Invalid property '${name}'.`);
    const refused =
      relation === undefined
        ? checkValue(name, value, property ?? '')
        : checkReference(name, value, relation.endsWith('[]'));
    if (refused !== undefined) return refused;
  }
  return undefined;
}

/** The type that a body says it is of, where its address takes several. */
function kindOf(body: Body, type: string): string {
  const name = /^#microsoft\.graph\.(\w+)$/i.exec(String(body['@odata.type']))?.[1]?.toLowerCase();
  return kindsOf(type).find((kind) => kind.toLowerCase() === name) ?? type;
}

/** 400 for a body that is not what its address takes. Undefined when there is none: that is another matter. */
export function checkBody(body: Body | undefined, { type, reference, action }: Target): Answer | undefined {
  if (body === undefined) return undefined;
  if (reference) {
    const other = Object.keys(body).find((name) => name !== '@odata.id');
    return other === undefined
      ? checkReference('@odata.id', body['@odata.id'], false)
      : badRequest(`Invalid property '${other}'.`);
  }
  if (action === undefined) return checkObject(body, kindOf(body, type));
  for (const [name, value] of Object.entries(body)) {
    const parameter = Object.hasOwn(action.parameters, name) ? action.parameters[name] : undefined;
    if (parameter === undefined) {
      return malformed(
        `The parameter '${name}' in the request payload is not a valid parameter for the operation '${action.name}'.`,
      );
    }
    const refused = checkValue(name, value, parameter);
    if (refused !== undefined) return refused;
  }
  return undefined;
}
