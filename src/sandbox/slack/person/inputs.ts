import { NotThere } from '../../notThere.ts';
import { elementsOf } from '../state.ts';
import type { Block, Json, View } from '../wire.ts';
import { asObjects, isJson } from '../wire.ts';

const CHOOSING_MANY = ['multi_static_select', 'multi_external_select', 'checkboxes'];
const CHOOSING_ONE = ['static_select', 'external_select', 'radio_buttons', 'overflow'];
const WITHOUT_STATE = ['button', 'overflow', 'image', 'plain_text', 'mrkdwn'];

function optionsOf(element: Json): Json[] {
  const groups = asObjects(element.option_groups).flatMap(({ options }) => asObjects(options));
  // Those that an external select starts with are in no list.
  const initial = [...asObjects([element.initial_option]), ...asObjects(element.initial_options)];
  return [...asObjects(element.options), ...groups, ...initial];
}

/** The state an element starts with, as `state.values` has it. */
function initialState(element: Json): Json {
  const type = String(element.type);
  if (CHOOSING_MANY.includes(type)) return { type, selected_options: element.initial_options ?? [] };
  if (CHOOSING_ONE.includes(type)) return { type, selected_option: element.initial_option ?? null };
  if (type === 'datepicker') return { type, selected_date: element.initial_date ?? null };
  if (type === 'users_select') return { type, selected_user: element.initial_user ?? null };
  if (type === 'conversations_select') {
    return { type, selected_conversation: element.initial_conversation ?? null };
  }
  if (type === 'file_input') return { type, files: [] };
  return { type, value: element.initial_value ?? null };
}

function choose(element: Json, suggested: readonly Json[], value: string): Json {
  const option = [...optionsOf(element), ...suggested].find((each) => each.value === value);
  if (option === undefined) throw new NotThere(`${String(element.action_id)} has no option ${value}`);
  return option;
}

function chooseMany(element: Json, suggested: readonly Json[], values: readonly string[]): Json[] {
  const most = Number(element.max_selected_items ?? values.length);
  if (values.length > most) throw new Error(`${String(element.action_id)} takes at most ${most} options`);
  return values.map((value) => choose(element, suggested, value));
}

function pickDate(element: Json, value: string): string | null {
  if (value === '') return null;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || Number.isNaN(Date.parse(value))) {
    throw new Error(`${String(element.action_id)} takes a date like 2030-01-31`);
  }
  return value;
}

/** Slack: a text input takes 3,000 characters unless it says less. */
const TYPED_MAX = 3_000;

function type(element: Json, value: string): string | null {
  const most = Number(element.max_length ?? TYPED_MAX);
  if (value.length > most) throw new Error(`${String(element.action_id)} takes at most ${most} characters`);
  return value === '' ? null : value;
}

/**
 * The state after a person put this into an element; `suggested` are the options that an external select was
 * offered.
 *
 * @throws Error for what the client would not let them do
 */
export function fillElement(
  element: Json,
  value: string | readonly string[],
  suggested: readonly Json[] = [],
): Json {
  const kind = String(element.type);
  if (CHOOSING_MANY.includes(kind)) {
    const values = [value].flat().filter((each) => each !== '');
    return { type: kind, selected_options: chooseMany(element, suggested, values) };
  }
  const single = String(value);
  if (CHOOSING_ONE.includes(kind)) {
    return { type: kind, selected_option: single === '' ? null : choose(element, suggested, single) };
  }
  if (kind === 'datepicker') return { type: kind, selected_date: pickDate(element, single) };
  if (kind === 'users_select') return { type: kind, selected_user: single === '' ? null : single };
  if (kind === 'conversations_select')
    return { type: kind, selected_conversation: single === '' ? null : single };
  if (kind === 'file_input') throw new Error(`${String(element.action_id)} takes files`);
  return { type: kind, value: type(element, single) };
}

/** Slack: a file input takes 10 files unless it says less, and 10 MB each. */
const FILES_MAX = 10;
const FILE_BYTES_MAX = 10 * 1024 * 1024;

/**
 * The state of a file input with these files, as Slack describes them.
 *
 * @throws Error for what the client would not let them do
 */
export function fillFiles(element: Json, files: readonly Json[]): Json {
  const name = String(element.action_id);
  if (element.type !== 'file_input') throw new Error(`${name} takes no files`);
  const most = Number(element.max_files ?? FILES_MAX);
  if (files.length > most) throw new Error(`${name} takes at most ${most} files`);
  if (files.some(({ size }) => Number(size) > FILE_BYTES_MAX)) {
    throw new Error(`${name} takes files of at most 10 MB`);
  }
  return { type: 'file_input', files };
}

/** The state of all inputs; what a person filled in before stays where block, element and type are the same. */
export function startValues(blocks: readonly Block[], before: View['values'] = {}): View['values'] {
  const values: View['values'] = {};
  for (const { block, element } of elementsOf(blocks)) {
    if (typeof element.action_id !== 'string' || WITHOUT_STATE.includes(String(element.type))) continue;
    const kept = before[block.block_id]?.[element.action_id];
    values[block.block_id] = {
      ...values[block.block_id],
      [element.action_id]: kept !== undefined && kept.type === element.type ? kept : initialState(element),
    };
  }
  return values;
}

function isEmpty(state: Json): boolean {
  const held = Object.entries(state).filter(([name]) => name !== 'type')[0]?.[1];
  return held === null || held === undefined || (Array.isArray(held) && held.length === 0);
}

function isUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:/.test(value);
}

/** Why the client would not submit an input as it is now; undefined when it would. */
function complaint(block: Block, element: Json, state: Json | undefined): string | undefined {
  if (state === undefined || isEmpty(state)) return block.optional === true ? undefined : 'is empty';
  const value = String(state.value ?? '');
  switch (element.type) {
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+$/.test(value) ? undefined : 'is no e-mail address';
    case 'url_text_input':
      return isUrl(value) ? undefined : 'is no URL';
    case 'number_input':
      return /^-?\d+(\.\d+)?$/.test(value) ? undefined : 'is no number';
    case 'plain_text_input':
      return value.length < Number(element.min_length ?? 0) ? 'is too short' : undefined;
    default:
      return undefined;
  }
}

/** What the client would say instead of submitting, by block id: `is empty`. */
export function complainOf(view: View): Record<string, string> {
  const complaints = view.blocks.flatMap((block) => {
    const { element } = block;
    if (block.type !== 'input' || !isJson(element)) return [];
    const said = complaint(block, element, view.values[block.block_id]?.[String(element.action_id)]);
    return said === undefined ? [] : [[block.block_id, said]];
  });
  return Object.fromEntries(complaints);
}
