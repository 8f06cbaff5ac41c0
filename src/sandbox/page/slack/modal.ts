import { act, readFiles, type SentFile } from '../calls.ts';
import { type Control, drawControl, startState } from '../controls.ts';
import { find, make, makeButton, showBusy } from '../dom.ts';
import { drawBlock } from './blocks.ts';
import type { Block, ElementState, Value } from './blockTypes.ts';

export interface Modal {
  id: string;
  hash: string;
  title: { text: string };
  submit?: { text: string };
  close?: { text: string };
  blocks: Block[];
  values: Record<string, Record<string, ElementState>>;
}

/** One block as it stands in the window; an input has a control and a place for its error. */
interface Part {
  key: string;
  node: HTMLElement;
  id: string;
  control?: Control;
  error?: HTMLElement;
}

let drawn = '';
let shownId = '';
let parts: Part[] = [];

async function collect(): Promise<{
  values: Record<string, Value>;
  files: Record<string, SentFile[]>;
}> {
  const values: Record<string, Value> = {};
  const files: Record<string, SentFile[]> = {};
  for (const { id, control } of parts) {
    if (control?.files === undefined) {
      if (control !== undefined) values[id] = control.read();
      continue;
    }
    const picked = control.files();
    if (picked.length > 0) files[id] = await readFiles(picked);
  }
  return { values, files };
}

async function click(block: Block, element: Block, value?: Value): Promise<unknown> {
  const at = { blockId: block.block_id, actionId: element.action_id };
  return act('slack/modal/click', { ...at, ...(value === undefined ? {} : { value }), ...(await collect()) });
}

function clearError({ control, error }: Part): void {
  error?.replaceChildren();
  control?.node.removeAttribute('aria-invalid');
}

function drawInput(block: Block, element: Block, state: ElementState, key: string): Part {
  const id = block.block_id ?? '';
  const label = `${block.label?.text ?? ''}${block.optional === true ? ' (optional)' : ''}`;
  const error = make('p.error');
  error.id = `error-${id}`;
  error.setAttribute('role', 'alert');
  const part: Part = { key, id, error, node: error };
  const changed = (value: Value) => {
    clearError(part);
    if (block.dispatch_action === true) void click(block, element, value);
  };
  const control = drawControl({ block, element, label, state, changed });
  const after = [make('p.hint', block.hint?.text ?? ''), error];
  if (control === undefined) {
    part.node = make('p.note', `This page cannot draw a ${element.type}.`);
    return part;
  }
  part.control = control;
  control.node.dataset.id = id;
  control.node.setAttribute('aria-describedby', error.id);
  part.node = control.isGroup
    ? make('fieldset.field', '', make('legend', label), control.node, ...after)
    : make('div.field', '', make('label', label, control.node), ...after);
  return part;
}

function drawPart(block: Block, modal: Modal): Part {
  const { element } = block;
  const key = JSON.stringify(block);
  if (block.type !== 'input' || element === undefined) {
    return { key, id: '', node: drawBlock(block, click) };
  }
  const state = modal.values[block.block_id ?? '']?.[element.action_id ?? ''] ?? startState(element);
  return drawInput(block, element, state, key);
}

function showErrors(errors: Readonly<Record<string, string>>): void {
  const wrong = parts.filter(({ id }) => errors[id] !== undefined);
  for (const { id, error, control } of wrong) {
    if (error !== undefined) error.textContent = errors[id] ?? '';
    control?.node.setAttribute('aria-invalid', 'true');
  }
  const node = wrong[0]?.control?.node;
  const field = node?.matches('input,select,textarea') === true ? node : node?.querySelector('input');
  field?.scrollIntoView({ block: 'center' });
  if (field instanceof HTMLElement) field.focus();
}

async function submit(): Promise<void> {
  for (const part of parts) clearError(part);
  const { errors = {} } = await act('slack/modal/submit', await collect());
  showErrors(errors);
}

function drawForm(modal: Modal): HTMLFormElement {
  const title = make('h2', modal.title.text);
  title.id = 'modal-title';
  const close = () => act('slack/modal/close', {});
  const buttons = make('div.buttons', '', makeButton(modal.close?.text ?? 'Cancel', '', close));
  const form = document.createElement('form');
  if (modal.submit !== undefined) {
    const button = makeButton(modal.submit.text, 'primary', () => undefined);
    button.type = 'submit';
    buttons.append(button);
    form.addEventListener('submit', () => showBusy(button, submit()));
  }
  form.addEventListener('submit', (event) => event.preventDefault());
  form.noValidate = true;
  const inside = make('div.inside', '', ...parts.map(({ node }) => node));
  form.append(title, inside, make('p.error trouble'), buttons);
  return form;
}

/** Shows the modal on top, or none. An update keeps the fields that stay, with what is typed and the cursor. */
export function showModal(modal: Modal | null): void {
  const dialog = find<HTMLDialogElement>('#modal');
  const key = modal === null ? '' : `${modal.id} ${modal.hash} ${JSON.stringify(modal.blocks)}`;
  if (key === drawn) return;
  drawn = key;
  if (modal === null) {
    parts = [];
    shownId = '';
    dialog.close();
    return;
  }
  const isUpdate = modal.id === shownId;
  const focused = document.activeElement;
  const before = isUpdate ? parts : [];
  const scrolled = isUpdate ? (dialog.querySelector('.inside')?.scrollTop ?? 0) : 0;
  parts = modal.blocks.map((block) => {
    const same = JSON.stringify(block);
    return before.find((part) => part.key === same) ?? drawPart(block, modal);
  });
  shownId = modal.id;
  dialog.replaceChildren(drawForm(modal));
  dialog.oncancel = (event) => {
    event.preventDefault();
    void act('slack/modal/close', {});
  };
  if (!dialog.open) dialog.showModal();
  find('.inside', dialog).scrollTop = scrolled;
  if (focused instanceof HTMLElement && focused.isConnected && dialog.contains(focused)) focused.focus();
  else if (before.length > 0) dialog.querySelector<HTMLElement>('input,select,textarea,button')?.focus();
  else if (dialog.open) dialog.querySelector<HTMLElement>('.inside input, .inside textarea')?.focus();
}
