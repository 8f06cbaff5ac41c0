/** What is compared of an answer: the rest of it is the service's business. */
export interface Answered {
  status: number;
  body?: unknown;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value;
}

/** Where two answers are of different shape, one sentence each; `within` lets the played one leave properties out. */
export function compareShapes(
  recorded: unknown,
  played: unknown,
  options: { within: boolean; but: readonly string[] },
  path = '',
): string[] {
  if (options.but.includes(path) || recorded == null || played === null) return [];
  const at = (key: string) => (path === '' ? key : `${path}.${key}`);
  if (typeOf(recorded) !== typeOf(played)) {
    return [`${path} is ${typeOf(played)}, and was ${typeOf(recorded)}`];
  }
  if (Array.isArray(recorded) && Array.isArray(played)) {
    if (recorded.length === 0) return [];
    return played.flatMap((item, index) => compareShapes(recorded[0], item, options, at(String(index))));
  }
  if (!isObject(recorded) || !isObject(played)) return [];
  const missing = Object.keys(recorded).filter((key) => !Object.hasOwn(played, key) && !options.within);
  const extra = Object.keys(played).filter((key) => !Object.hasOwn(recorded, key));
  return [
    ...missing.filter((key) => !options.but.includes(at(key))).map((key) => `${at(key)} is missing`),
    ...extra.filter((key) => !options.but.includes(at(key))).map((key) => `${at(key)} was never seen`),
    ...Object.keys(recorded)
      .filter((key) => Object.hasOwn(played, key))
      .flatMap((key) => compareShapes(recorded[key], played[key], options, at(key))),
  ];
}

/** Graph's and Teams' code, or Slack's word. */
export function errorOf({ body }: Answered): string | undefined {
  if (!isObject(body)) return undefined;
  const { error } = body;
  const code = isObject(error) ? error.code : error;
  return typeof code === 'string' ? code : undefined;
}

/** The value at a path such as `channel.id`. */
export function valueAt(body: unknown, path: string): string {
  const found = path
    .split('.')
    .reduce<unknown>(
      (value, key) => (isObject(value) || Array.isArray(value) ? Reflect.get(value, key) : undefined),
      body,
    );
  return String(found);
}
