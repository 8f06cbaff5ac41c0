import { make, showBusy } from '../dom.ts';
import { makeTypeahead } from '../slack/typeahead.ts';

interface CardInput {
  id?: string;
  label?: string;
  value?: unknown;
  renderedInputControlElement?: HTMLElement;
}

interface CardAction {
  title?: string;
  verb?: string;
  url?: string;
  toJSON(): { data?: object };
  getReferencedInputs(): Record<string, CardInput> | undefined;
}

interface CardLibrary {
  HostConfig: new (look: object) => object;
  AdaptiveCard: {
    onProcessMarkdown: (text: string, result: { didProcess: boolean }) => void;
  } & (new () => {
    hostConfig: object;
    onExecuteAction: (action: CardAction) => void;
    parse(card: object): void;
    render(): HTMLElement | undefined;
    getAllInputs(): CardInput[];
  });
}

/** What a card tells: a button that was pressed, and what is typed into a field that asks for its choices. */
export interface CardEars {
  press(pressed: { button: string; data?: object; inputs: Record<string, unknown> }): Promise<unknown>;
  search(dataset: string, query: string): Promise<readonly { title: string; value: string }[]>;
}

/** A choice set that asks for its choices while somebody types. */
interface DynamicChoices {
  id: string;
  label: string;
  value: string;
  placeholder: string;
  isMany: boolean;
  dataset: string;
  choices: readonly { title: string; value: string }[];
}

const TEXT = { default: 'var(--text)', subtle: 'var(--soft)' };
const GREEN = { default: 'var(--green)', subtle: 'var(--green)' };
const AMBER = { default: 'var(--amber)', subtle: 'var(--amber)' };
const RED = { default: 'var(--bad)', subtle: 'var(--bad)' };
const COLORS = {
  default: TEXT,
  dark: TEXT,
  light: TEXT,
  accent: { default: 'var(--blue)', subtle: 'var(--blue)' },
};
const FOREGROUND = { ...COLORS, good: GREEN, warning: AMBER, attention: RED };
const onto = (backgroundColor: string) => ({
  backgroundColor,
  borderColor: 'var(--line)',
  foregroundColors: FOREGROUND,
});
const BACK = onto('var(--back)');

/** The page's own colors, which follow light and dark. */
const LOOK = {
  fontFamily: 'inherit',
  containerStyles: {
    default: onto('transparent'),
    emphasis: BACK,
    good: BACK,
    attention: BACK,
    warning: BACK,
    accent: BACK,
  },
  textBlock: { headingLevel: 3 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  actions: { maxActions: 6, buttonSpacing: 8, actionsOrientation: 'horizontal', actionAlignment: 'left' },
};

declare const AdaptiveCards: CardLibrary;

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function readDynamic(input: Record<string, unknown>): DynamicChoices | undefined {
  const query = input['choices.data'];
  if (typeof query !== 'object' || query === null || !('dataset' in query)) return undefined;
  return {
    id: textOf(input.id),
    label: textOf(input.label),
    value: textOf(input.value),
    placeholder: textOf(input.placeholder),
    isMany: input.isMultiSelect === true,
    dataset: textOf(query.dataset),
    choices: Array.isArray(input.choices) ? input.choices : [],
  };
}

/**
 * The card as the library can draw it. It lists the values of a filtered choice in the place of its titles, where
 * Teams shows titles; and a field that asks for its choices becomes a text, which `found` takes over afterwards.
 */
function asTeamsShows(part: unknown, found: DynamicChoices[]): unknown {
  if (Array.isArray(part)) return part.map((inner) => asTeamsShows(inner, found));
  if (typeof part !== 'object' || part === null) return part;
  const shown = Object.entries(part).map(([name, inner]) => [
    name,
    name === 'data' ? inner : asTeamsShows(inner, found),
  ]);
  const known = Object.fromEntries(shown);
  const dynamic = readDynamic(known);
  if (dynamic !== undefined) {
    found.push(dynamic);
    const { label, id, value, isRequired, errorMessage } = known;
    return { type: 'Input.Text', label, id, value, isRequired, errorMessage };
  }
  return known.style === 'filtered' ? { ...known, style: 'compact' } : known;
}

/** Puts the typeahead over the text field, which keeps the values for the library. */
function putOver(field: HTMLInputElement, dynamic: DynamicChoices, ears: CardEars): void {
  const { label, placeholder, isMany, choices, dataset } = dynamic;
  const titleOf = (value: string) => choices.find((choice) => choice.value === value)?.title ?? value;
  const values = dynamic.value.split(',').filter(Boolean);
  const typeahead = makeTypeahead({
    label,
    isMany,
    placeholder,
    // Teams shows the card's own choices at once, and asks for others from the first character on.
    least: choices.length > 0 ? 0 : 1,
    chosen: values.map((value) => ({ title: titleOf(value), value })),
    async ask(query) {
      const own = choices.filter(({ title }) => title.toLowerCase().includes(query.toLowerCase()));
      const found = query === '' ? [] : await ears.search(dataset, query);
      const isOwn = (value: string) => own.some((choice) => choice.value === value);
      return [...own, ...found.filter(({ value }) => !isOwn(value))];
    },
    changed(now) {
      field.value = now.join(',');
      field.dispatchEvent(new Event('input', { bubbles: true }));
    },
  });
  field.hidden = true;
  field.after(typeahead.node);
}

let drawnCards = 0;

/** Draws an Adaptive Card, which tells `ears` what is done with it. */
export function drawCard(content: object, ears: CardEars): HTMLElement {
  // Text stays text: what people typed must not become HTML.
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (_text, result) => {
    result.didProcess = false;
  };
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(LOOK);
  card.onExecuteAction = (action) => {
    if (action.url !== undefined) {
      window.open(action.url, '_blank', 'noreferrer');
      return;
    }
    const asked = Object.values(action.getReferencedInputs() ?? {});
    const filled = asked.filter(({ value }) => value !== undefined && value !== '');
    const inputs = Object.fromEntries(filled.map((input) => [input.id ?? '', input.value]));
    const { data } = action.toJSON();
    const button = action.title ?? action.verb ?? '';
    const answer = ears.press({ button, ...(data === undefined ? {} : { data }), inputs });
    showBusy(document.activeElement, answer);
  };
  const dynamic: DynamicChoices[] = [];
  card.parse(asTeamsShows(content, dynamic) as object);
  const drawn = card.render();
  for (const { id, label, renderedInputControlElement: control } of card.getAllInputs()) {
    if (!(control instanceof HTMLInputElement)) continue;
    // The library names some of its inputs by a label beside them, which screen readers cannot see.
    if (label !== undefined && control.labels?.length === 0) control.setAttribute('aria-label', label);
    const over = dynamic.find((each) => each.id === id);
    if (over !== undefined) putOver(control, over, ears);
  }
  // It names radios by the card's ids: the same form drawn twice would be one group, of which one can be chosen.
  drawnCards += 1;
  for (const radio of drawn?.querySelectorAll<HTMLInputElement>('input[type=radio]') ?? []) {
    radio.name = `card-${drawnCards}-${radio.name}`;
  }
  // The library gives its elements the ids of the card, which may be ids of this page; its own begin like this.
  for (const element of drawn?.querySelectorAll('[id]:not([id^="__ac-"])') ?? []) {
    if (!(element instanceof HTMLElement && element.closest('.typeahead'))) element.removeAttribute('id');
  }
  // A card in a card opens below its button, often out of sight. The library keeps its clicks from bubbling.
  const showInner = () => {
    const inner = [...(drawn?.querySelectorAll<HTMLElement>('.ac-adaptiveCard') ?? [])];
    inner.findLast(({ offsetParent }) => offsetParent !== null)?.scrollIntoView({ block: 'nearest' });
  };
  for (const button of drawn?.querySelectorAll('button[aria-expanded]') ?? [])
    button.addEventListener('click', () => requestAnimationFrame(showInner));
  return make('div.card', '', ...(drawn === undefined ? [] : [drawn]));
}
