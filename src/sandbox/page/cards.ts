import { make } from './dom.ts';

interface CardAction {
  title?: string;
  verb?: string;
  url?: string;
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
    getAllInputs(): {
      id?: string;
      label?: string;
      value?: unknown;
      renderedInputControlElement?: HTMLElement;
    }[];
  });
}

const TEXT = { default: 'var(--text)', subtle: 'var(--soft)' };
const GREEN = { default: 'var(--green)', subtle: 'var(--green)' };
const RED = { default: 'var(--bad)', subtle: 'var(--bad)' };
const COLORS = {
  default: TEXT,
  dark: TEXT,
  light: TEXT,
  accent: { default: 'var(--blue)', subtle: 'var(--blue)' },
};
const FOREGROUND = { ...COLORS, good: GREEN, warning: RED, attention: RED };
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

/** The library lists the values of a filtered choice in the place of its titles; Teams shows titles. */
function asTeamsShows(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(asTeamsShows);
  if (typeof part !== 'object' || part === null) return part;
  const shown = Object.entries(part).map(([name, inner]) => [name, asTeamsShows(inner)]);
  const known = Object.fromEntries(shown);
  return known.style === 'filtered' ? { ...known, style: 'compact' } : known;
}

/** Draws an Adaptive Card; `press` hears of its buttons, with what was filled in. */
export function drawCard(
  content: object,
  press: (button: string, inputs: Record<string, unknown>) => Promise<unknown>,
): HTMLElement {
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
    const filled = card.getAllInputs().filter(({ value }) => value !== undefined && value !== '');
    const inputs = Object.fromEntries(filled.map((input) => [input.id ?? '', input.value]));
    void press(action.title ?? action.verb ?? '', inputs);
  };
  card.parse(asTeamsShows(content) as object);
  const drawn = card.render();
  // The library names some of its inputs by a label beside them, which screen readers cannot see.
  for (const { label, renderedInputControlElement: control } of card.getAllInputs()) {
    if (label !== undefined && control instanceof HTMLInputElement && control.labels?.length === 0) {
      control.setAttribute('aria-label', label);
    }
  }
  return make('div.card', '', ...(drawn === undefined ? [] : [drawn]));
}
