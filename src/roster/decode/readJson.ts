import { refuseOtherText } from './refuseOtherText.ts';

/** Parsing it holds everybody up: some 40 ms. A CSV of as many people, which is read in pieces, may be larger. */
const MAX_JSON_LENGTH = 4 * 1024 * 1024;
/** What APIs call the list: Microsoft Graph answers `{"@odata.context": …, "value": [ … ]}`. */
const LIST = 'value';

/** True for a text that begins as a list of objects in JSON, or as an object with one in it. */
export function beginsJson(start: string): boolean {
  return /^\s*(?:\[\s*\{|\{\s*")/.test(start);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The cell for a value; undefined for what has values of its own. */
function cellOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) {
    const cells = value.map((one) => (Array.isArray(one) ? undefined : cellOf(one)));
    return cells.includes(undefined) ? undefined : cells.join('; ');
  }
  return typeof value === 'object' ? undefined : String(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JSON Lines: one object in each line. */
function parseLines(text: string): unknown[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map(parse);
}

function listObjects(text: string): readonly Readonly<Record<string, unknown>>[] | undefined {
  const parsed = parse(text) ?? parseLines(text);
  const list = isObject(parsed) ? parsed[LIST] : parsed;
  return Array.isArray(list) && list.length > 0 && list.every(isObject) ? list : undefined;
}

/**
 * The table that a list of flat objects is, its names first, as `ConvertTo-Json` and Microsoft Graph write it, or one object a line (JSON Lines). Several
 * values in one are joined with `;`. Throws RollcallError FILE_IS_OTHER for any other JSON, and for one that is too long.
 */
export function readJson(text: string): string[][] {
  const objects = text.length > MAX_JSON_LENGTH ? undefined : listObjects(text);
  const names = [...new Set((objects ?? []).flatMap(Object.keys))];
  const rows = (objects ?? []).map((object) =>
    names.map((name) => cellOf(Object.hasOwn(object, name) ? object[name] : '')),
  );
  const cells = rows.flatMap((row) => (row.every((cell) => cell !== undefined) ? [row] : []));
  if (objects === undefined || cells.length < rows.length) refuseOtherText(text.slice(0, 1_000));
  return [names, ...cells];
}
