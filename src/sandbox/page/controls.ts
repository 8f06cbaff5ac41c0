import { act } from './calls.ts';
import { make } from './dom.ts';
import type { Block, ElementState, Option, Value } from './slack/blockTypes.ts';
import { makeTypeahead } from './slack/typeahead.ts';

/** An element that something is put into. */
export interface Control {
  node: HTMLElement;
  /** Several controls under one name: a legend names them, not a label. */
  isGroup: boolean;
  read(): Value;
  files?(): File[];
}

/** What a control needs to know. */
export interface ControlOptions {
  block: Block;
  element: Block;
  label: string;
  state: ElementState;
  changed(value: Value): void;
}

/** Slack: an external select asks after 3 characters unless it says otherwise. */
const LEAST_QUERY = 3;

function chosenOf({ selected_option: one, selected_options: many = [] }: ElementState): Option[] {
  return one === undefined || one === null ? many : [one];
}

function titleOf({ text, description }: Option): string {
  return description === undefined ? text.text : `${text.text} — ${description.text}`;
}

function drawBoxes({ block, element, state, changed }: ControlOptions): Control {
  const isMany = element.type !== 'radio_buttons';
  const chosen = chosenOf(state).map(({ value }) => value);
  const list = make('div.boxes');
  const read = () => {
    const values = [...list.querySelectorAll<HTMLInputElement>('input:checked')].map(({ value }) => value);
    return isMany ? values : (values[0] ?? '');
  };
  const drawOption = (option: Option) => {
    const box = document.createElement('input');
    box.type = isMany ? 'checkbox' : 'radio';
    box.name = `${block.block_id} ${element.action_id}`;
    box.value = option.value;
    box.checked = chosen.includes(option.value);
    box.addEventListener('change', () => changed(read()));
    const more = option.description === undefined ? [] : [make('span.note', option.description.text)];
    return make('label.choice', '', box, make('span', option.text.text, ...more));
  };
  list.append(...(element.options ?? []).map(drawOption));
  for (const { label, options } of element.option_groups ?? []) {
    list.append(make('p.note', label.text), ...options.map(drawOption));
  }
  return { node: list, isGroup: true, read };
}

function drawMenu({ element, label, state, changed }: ControlOptions): Control {
  const menu = document.createElement('select');
  menu.setAttribute('aria-label', label);
  const draw = (option: Option) => new Option(titleOf(option), option.value);
  menu.append(new Option(element.placeholder?.text ?? '', ''), ...(element.options ?? []).map(draw));
  for (const group of element.option_groups ?? []) {
    const part = document.createElement('optgroup');
    part.label = group.label.text;
    part.append(...group.options.map(draw));
    menu.append(part);
  }
  menu.value = chosenOf(state)[0]?.value ?? '';
  menu.addEventListener('change', () => changed(menu.value));
  return { node: menu, isGroup: false, read: () => menu.value };
}

function drawExternal({ block, element, label, state, changed }: ControlOptions): Control {
  const isMany = element.type.startsWith('multi_');
  const toChoice = (option: Option) => ({ title: titleOf(option), value: option.value });
  const field = makeTypeahead({
    label,
    isMany,
    chosen: chosenOf(state).map(toChoice),
    least: element.min_query_length ?? LEAST_QUERY,
    placeholder: element.placeholder?.text ?? '',
    ...(element.max_selected_items === undefined ? {} : { most: element.max_selected_items }),
    async ask(query) {
      const { options = [] } = await act('slack/suggest', { blockId: block.block_id, query });
      return options.map(toChoice);
    },
    changed: (values) => changed(isMany ? [...values] : (values[0] ?? '')),
  });
  return {
    node: field.node,
    isGroup: true,
    read: () => (isMany ? field.values() : (field.values()[0] ?? '')),
  };
}

const INPUT_TYPES: Readonly<Record<string, string>> = {
  datepicker: 'date',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
  file_input: 'file',
};

function drawField({ element, label, state, changed }: ControlOptions): Control {
  const field = document.createElement(element.multiline === true ? 'textarea' : 'input');
  field.setAttribute('aria-label', label);
  if (field instanceof HTMLInputElement) field.type = INPUT_TYPES[element.type] ?? 'text';
  if (element.placeholder !== undefined) field.placeholder = element.placeholder.text;
  if (element.max_length !== undefined) field.maxLength = element.max_length;
  field.addEventListener('change', () => changed(field.value));
  if (!(field instanceof HTMLInputElement) || field.type !== 'file') {
    field.value = state.value ?? state.selected_date ?? '';
    return { node: field, isGroup: false, read: () => field.value };
  }
  field.multiple = (element.max_files ?? 10) > 1;
  field.accept = (element.filetypes ?? []).map((type) => `.${type}`).join(',');
  return { node: field, isGroup: false, read: () => '', files: () => [...(field.files ?? [])] };
}

const FIELDS = ['plain_text_input', ...Object.keys(INPUT_TYPES)];

/** Draws an element that something is put into; undefined for one that the page does not know. */
export function drawControl(options: ControlOptions): Control | undefined {
  const { element } = options;
  if (['radio_buttons', 'checkboxes', 'multi_static_select'].includes(element.type)) {
    return drawBoxes(options);
  }
  if (element.type === 'static_select') return drawMenu(options);
  if (element.type.endsWith('external_select')) return drawExternal(options);
  return FIELDS.includes(element.type) ? drawField(options) : undefined;
}

/** The state an element starts with where no view keeps one. */
export function startState(element: Block): ElementState {
  const { initial_value: value, initial_option: one, initial_options: many, initial_date: date } = element;
  return {
    ...(value === undefined ? {} : { value }),
    ...(one === undefined ? {} : { selected_option: one }),
    ...(many === undefined ? {} : { selected_options: many }),
    ...(date === undefined ? {} : { selected_date: date }),
  };
}
