import { isJson, type Json } from '../wire.ts';
import { ACTIONS, ELEMENTS, PARTS, type Shape } from './shapes.ts';

/** A typed object inside a card, with where it stands. */
export interface CardNode {
  /** `TextBlock`, `Action.Execute`, or a part's name such as `Column`. */
  type: string;
  path: string;
  node: Json;
}

/** What was found on the walk. */
export interface CardReading {
  nodes: CardNode[];
  problems: string[];
}

/** One type word, without `!`: what is wrong with the value, or undefined. */
type Reader = (value: unknown, path: string, argument: string, found: CardReading) => string | undefined;

function each(
  value: unknown,
  path: string,
  read: (item: unknown, path: string) => string | undefined,
  found: CardReading,
): string | undefined {
  if (!Array.isArray(value)) return 'must be a list';
  value.forEach((item, index) => {
    const wrong = read(item, `${path}[${index}]`);
    if (wrong !== undefined) found.problems.push(`${path}[${index}] ${wrong}`);
  });
  return undefined;
}

function readTyped(
  value: unknown,
  path: string,
  table: Readonly<Record<string, Shape>>,
  what: string,
  found: CardReading,
): string | undefined {
  if (!isJson(value)) return `must be ${what}`;
  const type = typeof value.type === 'string' ? value.type : '';
  const shape = Object.hasOwn(table, type) ? table[type] : undefined;
  if (shape === undefined) return `has type '${type}', which is not ${what} of 1.5 that Teams shows`;
  readObject(value, type, { type: 'string!', ...shape }, path, found);
  return undefined;
}

function isUri(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value);
}

function isWidth(value: unknown): boolean {
  if (typeof value === 'number') return value > 0;
  return typeof value === 'string' && /^(auto|stretch|\d+(\.\d+)?|\d+px)$/.test(value);
}

const READERS: Readonly<Record<string, Reader>> = {
  string: (value) => (typeof value === 'string' ? undefined : 'must be a string'),
  boolean: (value) => (typeof value === 'boolean' ? undefined : 'must be true or false'),
  number: (value) => (typeof value === 'number' ? undefined : 'must be a number'),
  object: (value) => (isJson(value) ? undefined : 'must be an object'),
  strings: (value) =>
    Array.isArray(value) && value.every((item) => typeof item === 'string')
      ? undefined
      : 'must be a list of strings',
  uri: (value) => (isUri(value) ? undefined : 'must be an absolute URL'),
  px: (value) => (typeof value === 'string' && /^\d+px$/.test(value) ? undefined : "must be like '50px'"),
  width: (value) => (isWidth(value) ? undefined : "must be auto, stretch, a weight, or like '50px'"),
  enum: (value, _path, argument) =>
    typeof value === 'string' && argument.toLowerCase().split('|').includes(value.toLowerCase())
      ? undefined
      : `must be one of ${argument.replaceAll('|', ', ')}`,
  elements: (value, path, _argument, found) =>
    each(value, path, (item, at) => readTyped(item, at, ELEMENTS, 'an element', found), found),
  actions: (value, path, _argument, found) =>
    each(value, path, (item, at) => readTyped(item, at, ACTIONS, 'an action', found), found),
  select: (value, path, _argument, found) =>
    isJson(value) && value.type === 'Action.ShowCard'
      ? 'may not be Action.ShowCard'
      : readTyped(value, path, ACTIONS, 'an action', found),
  fallback: (value, path, _argument, found) =>
    value === 'drop'
      ? undefined
      : readTyped(value, path, { ...ELEMENTS, ...ACTIONS }, 'an element or action', found),
  inlines: (value, path, _argument, found) =>
    each(
      value,
      path,
      (item, at) => (typeof item === 'string' ? undefined : readPart(item, at, 'TextRun', found)),
      found,
    ),
  list: (value, path, argument, found) =>
    each(value, path, (item, at) => readPart(item, at, argument, found), found),
  is: (value, path, argument, found) => readPart(value, path, argument, found),
};

/** Parts whose `type` is not the name they have here. */
const PART_TYPES: Readonly<Record<string, string>> = { Choice: 'Input.Choice', Mention: 'mention' };

function readPart(value: unknown, path: string, name: string, found: CardReading): string | undefined {
  if (name === 'TargetElement' && typeof value === 'string') return undefined;
  if (!isJson(value)) return `must be a ${name}`;
  if (name === 'Image') return readTyped(value, path, { Image: ELEMENTS.Image ?? {} }, 'an image', found);
  const shape = PARTS[name] ?? {};
  const named = PART_TYPES[name] ?? name;
  if (value.type !== undefined && value.type !== named) return `must have type '${named}'`;
  readObject(value, name, { type: 'string', ...shape }, path, found);
  return undefined;
}

/** Reads one object against its shape, and everything in it; notes each unknown, missing or mistyped property. */
export function readObject(node: Json, type: string, shape: Shape, path: string, found: CardReading): void {
  found.nodes.push({ type, path, node });
  for (const [name, word] of Object.entries(shape)) {
    if (word.endsWith('!') && node[name] === undefined) {
      found.problems.push(`${path} (${type}) has no ${name}`);
    }
  }
  for (const [name, value] of Object.entries(node)) {
    const word = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (word === undefined) {
      found.problems.push(`${path} (${type}) has the property '${name}', which 1.5 does not have`);
      continue;
    }
    const wrong = readValue(value, word.replace(/!$/, ''), `${path}.${name}`, found);
    if (wrong !== undefined) found.problems.push(`${path}.${name} ${wrong}`);
  }
}

/** Either of several types: the first that fits, else what the first of them says. */
function readValue(value: unknown, word: string, path: string, found: CardReading): string | undefined {
  let said: string | undefined;
  for (const option of word.split(',')) {
    const [name = '', argument = ''] = option.split(/:(.*)/s);
    const attempt: CardReading = { nodes: [], problems: [] };
    const wrong = READERS[name]?.(value, path, argument, attempt);
    if (wrong === undefined) {
      found.nodes.push(...attempt.nodes);
      found.problems.push(...attempt.problems);
      return undefined;
    }
    said ??= wrong;
  }
  return said;
}
