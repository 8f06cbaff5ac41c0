import { act } from './calls.ts';
import { make } from './dom.ts';

interface CardAction {
  title?: string;
  verb?: string;
  url?: string;
}

interface CardLibrary {
  AdaptiveCard: {
    onProcessMarkdown: (text: string, result: { didProcess: boolean }) => void;
  } & (new () => {
    onExecuteAction: (action: CardAction) => void;
    parse(card: object): void;
    render(): HTMLElement | undefined;
    getAllInputs(): { id?: string; value?: unknown }[];
  });
}

declare const AdaptiveCards: CardLibrary;

/** Draws an Adaptive Card; its buttons do what they do in Teams. */
export function drawCard(id: string, content: object): HTMLElement {
  // Text stays text: what people typed must not become HTML.
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (_text, result) => {
    result.didProcess = false;
  };
  const card = new AdaptiveCards.AdaptiveCard();
  card.onExecuteAction = (action) => {
    if (action.url !== undefined) return;
    const filled = card.getAllInputs().filter(({ value }) => value !== undefined && value !== '');
    const inputs = Object.fromEntries(filled.map((input) => [input.id ?? '', input.value]));
    void act('teams/click', { id, button: action.title ?? action.verb ?? '', inputs });
  };
  card.parse(content);
  const drawn = card.render();
  return make('div.card', '', ...(drawn === undefined ? [] : [drawn]));
}
