import type { ViewStateValue } from '@slack/bolt';
import type { RawInput } from '../../flows/action.ts';
import { fieldOfBlock } from './fieldIds.ts';
import { type NamedFile, namedFiles } from './files.ts';

type Values = Readonly<Record<string, Readonly<Record<string, ViewStateValue>> | null>>;

/** Text as it is; nothing for anything else, which no client of Slack's sends. */
function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function textsIn(options: unknown): string[] {
  if (!Array.isArray(options)) return [];
  return options.map((option) => textIn(option?.value)).filter((value) => value !== '');
}

/**
 * One field's value as text, or as a list where several can be chosen. Slack writes null, an empty list or nothing for
 * what is empty.
 */
function readValue(value: ViewStateValue): string | string[] {
  const takesSeveral = /^(multi_|checkboxes)/.test(value.type ?? '');
  if (value.selected_options != null || takesSeveral) return textsIn(value.selected_options);
  return textIn(value.selected_option?.value ?? value.value);
}

/**
 * A modal's fields by field id: the block's id, which the element shares unless it acts at once. Fields that are not
 * shown are left out.
 */
export function readFields(values: Values | undefined): NonNullable<RawInput['fields']> {
  const fields = new Map<string, string | string[]>();
  for (const [blockId, elements] of Object.entries(values ?? {})) {
    const field = fieldOfBlock(blockId);
    const [only] = Object.values(elements ?? {});
    const value = elements?.[field] ?? only;
    if (typeof value !== 'object' || value === null || value.files != null) continue;
    const before = fields.get(field);
    const read = readValue(value);
    // A field of several lists is all that is chosen in them.
    fields.set(field, Array.isArray(before) && Array.isArray(read) ? [...before, ...read] : read);
  }
  return Object.fromEntries(fields);
}

/** The files of a modal's file_input. */
export function readFiles(values: Values | undefined): NamedFile[] {
  return Object.values(values ?? {}).flatMap((elements) =>
    Object.values(elements ?? {}).flatMap((value) => namedFiles(value?.files)),
  );
}

/** `{"id":…,"version":…,"customer":…}` of a button's value or a modal's private_metadata; nothing for anything else. */
export function readTarget(json: unknown): Pick<RawInput, 'id' | 'version' | 'customer'> {
  try {
    const parsed: unknown = JSON.parse(textIn(json));
    const { id, version, customer } = (parsed ?? {}) as Readonly<Record<string, unknown>>;
    return {
      ...(typeof id === 'string' ? { id } : {}),
      ...(typeof version === 'number' ? { version } : {}),
      ...(typeof customer === 'string' ? { customer } : {}),
    };
  } catch {
    return {};
  }
}
