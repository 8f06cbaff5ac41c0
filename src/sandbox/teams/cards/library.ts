import { createRequire } from 'node:module';
import type { Json } from '../wire.ts';

/** The little that is used of Microsoft's renderer, whose types are not a module. */
interface Library {
  AdaptiveCard: new () => {
    hostConfig: unknown;
    parse(card: Json, context: SerializationContext): void;
    validateProperties(): { validationEvents: readonly ValidationEvent[] };
  };
  HostConfig: new (config: Json) => unknown;
  SerializationContext: new () => SerializationContext;
  ValidationEvent: { Hint: number; CollectionCantBeEmpty: number };
}

interface SerializationContext {
  readonly eventCount: number;
  getEventAt(index: number): ValidationEvent;
}

interface ValidationEvent {
  event: number;
  message: string;
  source?: { getJsonTypeName?(): string };
}

/** The package's main file cannot be loaded by Node (extensionless ES modules); its bundle can. */
const library = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as Library;

/** Advice; and empty lists of choices, because the library does not know `choices.data`: that is checked apart. */
const IGNORED = [library.ValidationEvent.Hint, library.ValidationEvent.CollectionCantBeEmpty];

/** Teams shows six buttons in a row of actions. Microsoft: "Cards reference". */
const MAX_ACTIONS = 6;

/** What Microsoft's own renderer objects to when it parses and validates this card. */
export function askLibrary(card: Json): string[] {
  const context = new library.SerializationContext();
  const parsed = new library.AdaptiveCard();
  parsed.hostConfig = new library.HostConfig({ actions: { maxActions: MAX_ACTIONS } });
  parsed.parse(structuredClone(card), context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index));
  return [...events, ...parsed.validateProperties().validationEvents]
    .filter(({ event }) => !IGNORED.includes(event))
    .map(({ message, source }) => {
      const type = source?.getJsonTypeName?.();
      return type === undefined ? message : `${type}: ${message}`;
    });
}
