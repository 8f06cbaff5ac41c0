import { elementsOf } from './state.ts';
import type { Block, Json, SlackFile, View } from './wire.ts';

/** What a person can put into an input, by block_id. */
export type Filling = Readonly<Record<string, string | readonly string[]>>;

function optionsOf(element: Json): Json[] {
  const groups = (element.option_groups as { options: Json[] }[] | undefined) ?? [];
  return [...((element.options as Json[] | undefined) ?? []), ...groups.flatMap(({ options }) => options)];
}

function pick(element: Json, value: string): Json {
  const option = optionsOf(element).find((each) => each.value === value);
  if (option === undefined) throw new Error(`${String(element.action_id)} has no option ${value}`);
  return option;
}

/** The state an element starts with. */
function initialState(element: Json): Json {
  const { type } = element;
  if (type === 'multi_static_select' || type === 'multi_external_select' || type === 'checkboxes') {
    return { type, selected_options: element.initial_options ?? [] };
  }
  if (type === 'static_select' || type === 'external_select' || type === 'radio_buttons') {
    return { type, selected_option: element.initial_option ?? null };
  }
  if (type === 'datepicker') return { type, selected_date: element.initial_date ?? null };
  if (type === 'file_input') return { type, files: [] };
  return { type, value: element.initial_value ?? null };
}

/** The state after a person put this in. Throws for what the client would not let them do. */
function filledState(
  element: Json,
  value: string | readonly string[],
  files: readonly SlackFile[],
  fileOf: (file: SlackFile) => Json,
): Json {
  const { type } = element;
  if (type === 'multi_static_select' || type === 'multi_external_select' || type === 'checkboxes') {
    return { type, selected_options: [value].flat().map((each) => pick(element, String(each))) };
  }
  if (type === 'static_select' || type === 'external_select' || type === 'radio_buttons') {
    return { type, selected_option: value === '' ? null : pick(element, String(value)) };
  }
  if (type === 'datepicker') return { type, selected_date: value };
  if (type === 'file_input') return { type, files: files.map(fileOf) };
  const text = String(value);
  const max = Number(element.max_length ?? 3_000);
  if (text.length > max) throw new Error(`${String(element.action_id)} takes at most ${max} characters`);
  return { type, value: text === '' ? null : text };
}

function isEmpty(state: Json | undefined): boolean {
  if (state === undefined) return true;
  const held =
    state.value ?? state.selected_option ?? state.selected_date ?? state.selected_options ?? state.files;
  return held === null || held === undefined || (Array.isArray(held) && held.length === 0);
}

/** The state of all inputs; what a person filled in before stays where block and element are the same. */
export function startValues(blocks: readonly Block[], before: View['values'] = {}): View['values'] {
  const values: View['values'] = {};
  for (const { block, element } of elementsOf(blocks)) {
    const action = String(element.action_id ?? '');
    if (action === '' || element.type === 'button' || element.type === 'overflow') continue;
    const kept = before[block.block_id]?.[action];
    values[block.block_id] = { [action]: kept ?? initialState(element) };
  }
  return values;
}

/** Fills inputs in. */
export function fillValues(
  view: View,
  filling: Filling,
  files: Readonly<Record<string, readonly SlackFile[]>>,
  fileOf: (file: SlackFile) => Json,
): void {
  const elements = elementsOf(view.blocks);
  for (const blockId of [...Object.keys(filling), ...Object.keys(files)]) {
    const found = elements.find(({ block }) => block.block_id === blockId);
    if (found === undefined) throw new Error(`The form has no field ${blockId}`);
    const action = String(found.element.action_id);
    view.values[blockId] = {
      [action]: filledState(found.element, filling[blockId] ?? '', files[blockId] ?? [], fileOf),
    };
  }
}

/** Fields that the client would not submit empty. */
export function missingFields(view: View): string[] {
  return view.blocks
    .filter((block) => block.type === 'input' && block.optional !== true)
    .filter((block) => isEmpty(Object.values(view.values[block.block_id] ?? {})[0]))
    .map(({ block_id }) => block_id);
}
