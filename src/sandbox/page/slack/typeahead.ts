import { make, makeButton } from '../dom.ts';

/** Something to choose, as it is shown. */
export interface Choice {
  title: string;
  value: string;
}

interface TypeaheadOptions {
  /** The field's name, for screen readers where no label stands beside it. */
  label: string;
  isMany: boolean;
  /** What is chosen at first. */
  chosen: readonly Choice[];
  /** How many characters it takes before the app is asked. */
  least: number;
  placeholder: string;
  /** The most that can be chosen. */
  most?: number;
  ask(query: string): Promise<readonly Choice[]>;
  changed(values: readonly string[]): void;
}

/** A field that asks the app for its choices while somebody types. */
export interface Typeahead {
  node: HTMLElement;
  input: HTMLInputElement;
  values(): string[];
}

/** Long enough that a word is typed first; clients wait about as long. */
const WAIT_MS = 250;

let last = 0;

/** Makes such a field, used by mouse or keyboard as WAI-ARIA's combobox pattern says. */
export function makeTypeahead(options: TypeaheadOptions): Typeahead {
  last += 1;
  const listId = `choices-${last}`;
  let chosen = [...options.chosen];
  let offered: readonly Choice[] = [];
  let active = -1;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  const input = document.createElement('input');
  const list = make('ul.choices');
  const status = make('p.hint');
  const chips = make('span.chips');
  list.id = listId;
  list.hidden = true;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', options.label);
  status.setAttribute('role', 'status');
  for (const [name, value] of [
    ['role', 'combobox'],
    ['aria-autocomplete', 'list'],
    ['aria-expanded', 'false'],
    ['aria-controls', listId],
    ['aria-label', options.label],
    ['autocomplete', 'off'],
    ['placeholder', options.placeholder || 'Type to search'],
  ] as const)
    input.setAttribute(name, value);

  function show(words = ''): void {
    const isOpen = offered.length > 0;
    list.hidden = !isOpen;
    input.setAttribute('aria-expanded', String(isOpen));
    input.removeAttribute('aria-activedescendant');
    status.textContent = words;
    const items = offered.map(({ title }, at) => {
      const item = make('li', title);
      item.id = `${listId}-${at}`;
      item.setAttribute('role', 'option');
      item.setAttribute('aria-selected', String(at === active));
      // Before the field loses the focus, which closes the list.
      item.addEventListener('mousedown', (event) => {
        event.preventDefault();
        pick(offered[at]);
      });
      return item;
    });
    list.replaceChildren(...items);
    if (isOpen && active === -1) list.scrollIntoView({ block: 'nearest' });
    const marked = items[active];
    if (marked === undefined) return;
    input.setAttribute('aria-activedescendant', marked.id);
    marked.scrollIntoView({ block: 'nearest' });
  }

  function close(words = ''): void {
    clearTimeout(timer);
    asked += 1;
    offered = [];
    active = -1;
    show(words);
  }

  function drawChips(): void {
    if (!options.isMany) {
      input.value = chosen[0]?.title ?? '';
      return;
    }
    const buttons = chosen.map((choice) => {
      const button = makeButton(`${choice.title} ×`, 'chip', () => {
        set(chosen.filter(({ value }) => value !== choice.value));
        input.focus();
      });
      button.setAttribute('aria-label', `Remove ${choice.title}`);
      return button;
    });
    chips.replaceChildren(...buttons);
  }

  function set(now: Choice[]): void {
    chosen = now;
    drawChips();
    options.changed(chosen.map(({ value }) => value));
  }

  function pick(choice: Choice | undefined): void {
    if (choice === undefined) return;
    close();
    input.value = '';
    const others = options.isMany ? chosen.filter(({ value }) => value !== choice.value) : [];
    if (options.most !== undefined && others.length >= options.most)
      show(`At most ${options.most} can be chosen.`);
    else set([...others, choice]);
  }

  async function search(): Promise<void> {
    const query = input.value.trim();
    if (query.length < options.least) {
      close(`Type at least ${options.least} ${options.least === 1 ? 'character' : 'characters'}.`);
      return;
    }
    asked += 1;
    const mine = asked;
    status.textContent = 'Looking…';
    const found = await options.ask(query);
    if (mine !== asked) return;
    const isChosen = (value: string) => chosen.some((choice) => choice.value === value);
    offered = options.isMany ? found.filter(({ value }) => !isChosen(value)) : found;
    active = -1;
    show(query !== '' && offered.length === 0 ? 'Nothing was found.' : '');
  }

  input.addEventListener('input', (event) => {
    event.stopPropagation();
    clearTimeout(timer);
    timer = setTimeout(() => void search(), WAIT_MS);
  });
  input.addEventListener('focus', () => {
    if (options.least === 0 && input.value === '') void search();
  });
  input.addEventListener('blur', () => {
    close();
    if (options.isMany) input.value = '';
    // A single field that was emptied is empty; half a word is not a choice.
    else if (input.value.trim() === '' && chosen.length > 0) set([]);
    else drawChips();
  });
  input.addEventListener('change', (event) => event.stopPropagation());
  input.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && offered.length > 0) {
      active = (active + step + offered.length) % offered.length;
      show();
    } else if (event.key === 'Enter') pick(offered[active]);
    else if (event.key === 'Escape' && offered.length > 0) close();
    else return;
    // Enter would send the form, and Escape close its window.
    event.preventDefault();
    event.stopPropagation();
  });
  drawChips();
  const node = make('div.typeahead', '', ...(options.isMany ? [chips] : []), input, list, status);
  return { node, input, values: () => chosen.map(({ value }) => value) };
}
