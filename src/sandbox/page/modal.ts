import { type Block, drawBlock, plain } from './blocks.ts';
import { act, readFiles, type SentFile } from './calls.ts';
import { find, make, makeButton } from './dom.ts';

type State = Record<
  string,
  Record<
    string,
    { value?: string; selected_option?: { value: string }; selected_options?: { value: string }[] }
  >
>;

export interface Modal {
  id: string;
  hash: string;
  title: { text: string };
  submit?: { text: string };
  close?: { text: string };
  blocks: Block[];
  values: State;
}

let drawn = '';

function drawInput(block: Block, element: Block, values: State, changed: () => void): HTMLElement {
  const id = block.block_id ?? '';
  const state = values[id]?.[element.action_id ?? ''];
  const options = element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);
  const label = `${block.label?.text ?? ''}${block.optional === true ? ' (optional)' : ''}`;
  const hint = make('p.hint', block.hint?.text ?? '');
  const error = make('p.error');
  error.id = `error-${id}`;
  error.setAttribute('role', 'alert');
  const chosen = [state?.selected_option, state?.selected_options].flat().map((each) => each?.value);
  const isMany = element.type.startsWith('multi_') || element.type === 'checkboxes';
  if (isMany || element.type === 'radio_buttons') {
    const group = make('fieldset.field', '', make('legend', label));
    for (const option of options) {
      const box = document.createElement('input');
      box.type = isMany ? 'checkbox' : 'radio';
      box.name = id;
      box.value = option.value;
      box.checked = chosen.includes(option.value);
      box.addEventListener('change', changed);
      const more = option.description === undefined ? '' : ` — ${option.description.text}`;
      group.append(make('label.choice', '', box, document.createTextNode(option.text.text + more)));
    }
    group.dataset.field = isMany ? 'many' : 'one';
    group.dataset.id = id;
    group.append(hint, error);
    return group;
  }
  let control: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
  if (element.type.endsWith('select')) {
    control = document.createElement('select');
    control.append(new Option('', ''), ...options.map(({ text, value }) => new Option(text.text, value)));
    control.value = chosen[0] ?? '';
  } else {
    control = document.createElement(element.multiline === true ? 'textarea' : 'input');
    if (element.type === 'file_input') control.setAttribute('type', 'file');
    else control.value = state?.value ?? '';
  }
  control.dataset.field = element.type === 'file_input' ? 'file' : 'one';
  control.dataset.id = id;
  control.setAttribute('aria-describedby', error.id);
  control.addEventListener('change', changed);
  return make('div.field', '', make('label', label, control), hint, error);
}

async function collect(dialog: HTMLElement): Promise<{ values: object; files: Record<string, SentFile[]> }> {
  const values: Record<string, string | string[]> = {};
  const files: Record<string, SentFile[]> = {};
  for (const field of dialog.querySelectorAll<HTMLElement>('[data-field]')) {
    const id = field.dataset.id ?? '';
    const checked = [...field.querySelectorAll<HTMLInputElement>('input:checked')].map(({ value }) => value);
    if (field.dataset.field === 'many') values[id] = checked;
    else if (field.dataset.field === 'file') {
      const picked = [...((field as HTMLInputElement).files ?? [])];
      if (picked.length > 0) files[id] = await readFiles(picked);
    } else
      values[id] =
        field instanceof HTMLFieldSetElement ? (checked[0] ?? '') : (field as HTMLInputElement).value;
  }
  return { values, files };
}

/** Shows the modal on top, or none; what is typed stays until the bot shows another. */
export function showModal(modal: Modal | null): void {
  const dialog = find<HTMLDialogElement>('#modal');
  const key = modal === null ? '' : `${modal.id} ${modal.hash} ${JSON.stringify(modal.blocks)}`;
  if (key === drawn) return;
  drawn = key;
  if (modal === null) {
    dialog.close();
    return;
  }
  const click = async (actionId: string, value = '') =>
    act('slack/modal/click', { actionId, value, ...(await collect(dialog)) });
  const form = document.createElement('form');
  const title = make('h2', modal.title.text);
  title.id = 'modal-title';
  const parts = modal.blocks.map((block) => {
    const { element } = block;
    if (block.type !== 'input' || element === undefined) return drawBlock(block, (id) => void click(id));
    return drawInput(block, element, modal.values, () => {
      if (block.dispatch_action === true)
        void collect(dialog).then(({ values }) => {
          const value = (values as Record<string, string>)[block.block_id ?? ''] ?? '';
          return click(element.action_id ?? '', value);
        });
    });
  });
  const buttons = make('div.buttons');
  const close = () => void act('slack/modal/close', {});
  buttons.append(makeButton(modal.close?.text ?? 'Cancel', '', close));
  if (modal.submit !== undefined) {
    const submit = makeButton(plain(modal.submit), 'primary', () => undefined);
    submit.type = 'submit';
    buttons.append(submit);
  }
  form.noValidate = true;
  form.className = 'modal';
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    for (const each of form.querySelectorAll('.error')) each.textContent = '';
    const { errors = {}, error } = await act('slack/modal/submit', await collect(dialog));
    for (const [id, words] of Object.entries(errors))
      find(`#${CSS.escape(`error-${id}`)}`).textContent = words;
    if (error !== undefined) find('.trouble', form).textContent = error;
  });
  form.append(make('div', '', title, ...parts, make('p.error trouble'), buttons));
  dialog.replaceChildren(form);
  dialog.oncancel = (event) => {
    event.preventDefault();
    close();
  };
  if (!dialog.open) dialog.showModal();
}
