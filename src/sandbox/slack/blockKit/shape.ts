/** Says what is wrong with a value that sits at a JSON pointer: one line a problem, none when it is right. */
export type Check = (value: unknown, at: string) => string[];

/** What an object may hold: `required` and `optional` properties, then rules that span several of them. */
export interface Shape {
  required: Record<string, Check>;
  optional?: Record<string, Check>;
  rules?: readonly ((value: Record<string, unknown>, at: string) => string[])[];
}

/** One problem in the wording that Slack uses: `must be a string [json-pointer:/blocks/0/text/text]`. */
export function problem(what: string, at: string): string {
  return `${what} [json-pointer:${at}]`;
}

/** The pointer of a property or list item, escaped as RFC 6901 asks. */
export function pointer(at: string, key: string | number): string {
  return `${at}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Whether a value is a JSON object, so not a list and not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string of `min` to `max` characters, counted as UTF-16 units: for emoji stricter than Slack may be. */
export function string({ min = 0, max }: { min?: number; max?: number } = {}): Check {
  return (value, at) => {
    if (typeof value !== 'string') return [problem('must be a string', at)];
    if (value.length < min) return [problem(`must be more than ${min - 1} characters`, at)];
    if (max !== undefined && value.length > max)
      return [problem(`must be less than ${max + 1} characters`, at)];
    return [];
  };
}

/** A string that also passes a test, with the sentence to say when it does not. */
export function stringThat(passes: (text: string) => boolean, what: string, max?: number): Check {
  const isString = string({ min: 1, ...(max === undefined ? {} : { max }) });
  return (value, at) => {
    const problems = isString(value, at);
    if (problems.length > 0 || typeof value !== 'string') return problems;
    return passes(value) ? [] : [problem(what, at)];
  };
}

/** An absolute URL of at most 3000 characters, the most that Slack takes for a button or an image. */
export const url: Check = stringThat((text) => URL.canParse(text), 'must be a valid URL', 3000);

/** A whole number from `min` to `max`. */
export function integer({ min, max }: { min: number; max?: number }): Check {
  return (value, at) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return [problem('must be an integer', at)];
    if (value < min) return [problem(`must be greater than ${min - 1}`, at)];
    if (max !== undefined && value > max) return [problem(`must be less than ${max + 1}`, at)];
    return [];
  };
}

/** Any finite number. */
export const number: Check = (value, at) =>
  typeof value === 'number' && Number.isFinite(value) ? [] : [problem('must be a number', at)];

/** `true` or `false`. */
export const boolean: Check = (value, at) =>
  typeof value === 'boolean' ? [] : [problem('must be a boolean', at)];

/** One of the values that are listed. */
export function oneOf(...values: readonly (string | number)[]): Check {
  return (value, at) =>
    values.some((allowed) => allowed === value) ? [] : [problem(`must be one of: ${values.join(', ')}`, at)];
}

/** A list of `min` to `max` items that each pass. */
export function list(item: Check, { min = 0, max }: { min?: number; max?: number } = {}): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return [problem('must be an array', at)];
    const problems = value.flatMap((each, index) => item(each, pointer(at, index)));
    if (value.length < min) problems.unshift(problem(`no fewer than ${min} items allowed`, at));
    if (max !== undefined && value.length > max)
      problems.unshift(problem(`no more than ${max} items allowed`, at));
    return problems;
  };
}

/** An object with exactly the properties that its shape names; its rules run only when those are right. */
export function object({ required, optional = {}, rules = [] }: Shape): Check {
  const known = new Map([...Object.entries(required), ...Object.entries(optional)]);
  return (value, at) => {
    if (!isObject(value)) return [problem('must be an object', at)];
    const problems = Object.keys(required)
      .filter((key) => !Object.hasOwn(value, key))
      .map((key) => problem(`missing required field: ${key}`, at));
    for (const [key, each] of Object.entries(value)) {
      const check = known.get(key);
      problems.push(
        ...(check ? check(each, pointer(at, key)) : [problem(`invalid additional property: ${key}`, at)]),
      );
    }
    return problems.length > 0 ? problems : rules.flatMap((rule) => rule(value, at));
  };
}

/** An object whose `type` picks its shape from a table; a type that the table lacks is a problem. */
export function typed(shapes: Record<string, Shape>): Check {
  const checks = new Map(
    Object.entries(shapes).map(([type, shape]) => [
      type,
      object({ ...shape, required: { type: oneOf(type), ...shape.required } }),
    ]),
  );
  return (value, at) => {
    if (!isObject(value)) return [problem('must be an object', at)];
    if (!Object.hasOwn(value, 'type')) return [problem('missing required field: type', at)];
    const check = typeof value.type === 'string' ? checks.get(value.type) : undefined;
    return check ? check(value, at) : [problem(`unsupported type: ${String(value.type)}`, at)];
  };
}

/** The entries of a table that are named. @throws RangeError when the table lacks one: a slip in the tables. */
export function pick(shapes: Record<string, Shape>, names: readonly string[]): Record<string, Shape> {
  return Object.fromEntries(
    names.map((name) => {
      const shape = shapes[name];
      if (!shape) throw new RangeError(`There is no shape called ${name}.`);
      return [name, shape];
    }),
  );
}

/** A rule: exactly one of the properties is there. */
export function exactlyOne(...keys: readonly string[]) {
  return (value: Record<string, unknown>, at: string): string[] => {
    const found = keys.filter((key) => Object.hasOwn(value, key)).length;
    return found === 1 ? [] : [problem(`exactly one of ${keys.join(', ')} must be specified`, at)];
  };
}
