import { hideAddresses, hideKeys, hideNamedValues } from './hideInText.ts';

/**
 * What may go into a log line. Callers log ids and never secrets; this is the second line of defence, for the field
 * or the error that holds more than its caller knew.
 */

const SECRET_KEY =
  /pass(word|wd|phrase|code)|secret|token|authori[sz]ation|cookie|credential|private.?key|signature|ciphertext|api.?key|assertion/i;
const LEFT_OUT_KEY = /^(config|headers|(raw)?body|request|response|data|payload)$/i;
/** The logger's own keys: a second one of the same name would hide the first from most readers. */
const OWN_KEY = /^(level|time|event)$/;

/** Deeper, longer and wider than any event of ours; an error of a library can be a whole HTTP client. */
const DEPTH = 5;
const ITEMS = 50;
const CHARACTERS = 2_000;
const STACK_FRAMES = 20;

const SCRUBS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  // Slack, "Tokens": of bots, users and refreshing; and those of apps.
  [/(?:xox[a-z]{1,5}|xapp)-[\w-]+/g, '[redacted]'],
  [/(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[redacted]'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 [redacted]'],
  // A query or a fragment may be the permission itself: file links, response URLs.
  [/[?#](?<=:\/\/[^\s?#"'<>]+[?#])[^\s"'<>]*/g, '?[left out]'],
  [/(:\/\/)[^\s/@]+@/g, '$1[redacted]@'],
  [/(hooks\.slack\.com|\/p)\/[^\s"'<>]+/gi, '$1/[redacted]'],
];

/** Terminals obey some of these, and some viewers break lines at others; JSON escapes only the first 32. */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

function escapeUnprintable(text: string): string {
  return text.replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A text without what looks like a secret or an address, short, and with nothing that moves a terminal. */
export function cleanText(text: string): string {
  const short = text.length > CHARACTERS ? `${text.slice(0, CHARACTERS)}… (${text.length} characters)` : text;
  const scrubbed = SCRUBS.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), short);
  return escapeUnprintable(hideAddresses(hideKeys(hideNamedValues(scrubbed))));
}

/** Where it was thrown, without the message that a stack starts with. */
function framesOf(error: Error): string[] {
  return (error.stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, STACK_FRAMES)
    .map(escapeUnprintable);
}

/** Only what is named here: a client's error carries its request, with the token and the body. */
function describeError(error: Error, depth: number): Record<string, unknown> {
  const { code, status, detail } = error as { code?: unknown; status?: unknown; detail?: unknown };
  return {
    type: error.name,
    message: cleanText(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code: cleanValue(code, 0) } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    ...(error.name === 'RollcallError' ? { detail: cleanValue(detail, depth + 1) } : {}),
    stack: framesOf(error),
    ...(error.cause === undefined || depth >= DEPTH ? {} : { cause: cleanValue(error.cause, depth + 1) }),
    ...(error instanceof AggregateError && depth < DEPTH
      ? { errors: error.errors.slice(0, ITEMS).map((each: unknown) => cleanValue(each, depth + 1)) }
      : {}),
  };
}

function cleanField(key: string, value: unknown, depth: number): unknown {
  if (typeof value === 'number' || typeof value === 'boolean' || value == null) return value;
  if (SECRET_KEY.test(key)) return '[redacted]';
  if (LEFT_OUT_KEY.test(key)) return '[left out]';
  return cleanValue(value, depth);
}

function cleanRecord(value: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(value).slice(0, ITEMS);
  return Object.fromEntries(
    entries.map(([key, each]) => [escapeUnprintable(key.slice(0, 100)), cleanField(key, each, depth + 1)]),
  );
}

function cleanValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return describeError(value, depth);
  if (depth >= DEPTH) return '[deep]';
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) {
    const kept = value.slice(0, ITEMS).map((each: unknown) => cleanValue(each, depth + 1));
    return value.length > ITEMS ? [...kept, `… (${value.length} items)`] : kept;
  }
  // Dates, and Secret, which says that it is one.
  if ('toJSON' in value && typeof value.toJSON === 'function') return cleanValue(value.toJSON(), depth + 1);
  return cleanRecord(value, depth);
}

/** The fields of one log line, safe to write. Never throws: a line about a failure must not become another one. */
export function cleanFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  try {
    return Object.fromEntries(
      Object.entries(cleanRecord(fields, 0)).map(([key, value]) => [
        OWN_KEY.test(key) ? `field_${key}` : key,
        value,
      ]),
    );
  } catch {
    return { unloggable: true };
  }
}
