import { isDeepStrictEqual } from 'node:util';
import { NotThere } from '../../notThere.ts';
import { type Card, isJson, type Json, listOf, stringOf } from '../wire.ts';

/** A button found in a card, with the cards it stands in, innermost last. */
export interface FoundAction {
  action: Json;
  cards: readonly Card[];
}

/** Every object in a card with this test, not going into the cards behind Action.ShowCard. */
function within(value: unknown, isWanted: (node: Json) => boolean): Json[] {
  if (Array.isArray(value)) return value.flatMap((item) => within(item, isWanted));
  if (!isJson(value)) return [];
  const own = isWanted(value) ? [value] : [];
  const inside = Object.entries(value)
    .filter(([name]) => name !== 'card' && name !== 'data' && name !== 'fallback')
    .flatMap(([, item]) => within(item, isWanted));
  return [...own, ...inside];
}

function actionsOf(card: Card, parents: readonly Card[]): FoundAction[] {
  const cards = [...parents, card];
  const own = within(card, ({ type }) => stringOf(type).startsWith('Action.'));
  return own.flatMap((action) => [
    { action, cards },
    ...(isJson(action.card) ? actionsOf(action.card, cards) : []),
  ]);
}

function namesOf({ action }: FoundAction): string[] {
  const data = isJson(action.data) ? action.data : {};
  return [action.verb, action.title, action.id, data.verb, data.action].filter(
    (name): name is string => typeof name === 'string',
  );
}

/** True for a card with at least one button of that name. */
export function hasAction(card: Card, name: string): boolean {
  return actionsOf(card, []).some((one) => namesOf(one).includes(name));
}

/**
 * The one button that is called this: by its verb, title or id, or the verb or action in its data. Of several, the
 * one that carries this data.
 *
 * @throws Error that lists the card's buttons, when none or several are
 */
export function findAction(card: Card, name: string, data?: Json): FoundAction {
  const all = actionsOf(card, []).filter(({ action }) => action.type !== 'Action.ShowCard');
  const carries = ({ action }: FoundAction) => data === undefined || isDeepStrictEqual(action.data, data);
  const found = all.filter((one) => namesOf(one).includes(name) && carries(one));
  const only = found[0];
  if (only !== undefined && found.length === 1) return only;
  const list = all.map((one) => `${stringOf(one.action.title)} (${namesOf(one)[0] ?? ''})`).join(', ');
  throw new NotThere(
    `${found.length === 0 ? 'no button' : 'more than one button'} '${name}' in: ${list || 'none'}`,
  );
}

/** The card's only button that submits it; for dialogs. */
export function findSubmit(card: Card): FoundAction {
  const all = actionsOf(card, []).filter(({ action }) =>
    ['Action.Submit', 'Action.Execute'].includes(stringOf(action.type)),
  );
  const only = all[0];
  if (only === undefined || all.length > 1) {
    throw new NotThere(`say which button: ${all.map(({ action }) => stringOf(action.title)).join(', ')}`);
  }
  return only;
}

function defaultOf(input: Json): string {
  if (input.type === 'Input.Toggle') {
    const off = input.valueOff === undefined ? 'false' : stringOf(input.valueOff);
    return input.value === undefined ? off : stringOf(input.value);
  }
  return input.value === undefined ? '' : String(input.value);
}

function isChoice(input: Json, value: string): boolean {
  if (input['choices.data'] !== undefined) return true;
  const values = listOf(input.choices).map((choice) => stringOf(choice.value));
  return (input.isMultiSelect === true ? value.split(',') : [value]).every((one) => values.includes(one));
}

/** Why the client would not send this value; undefined when it would. */
function refuseValue(input: Json, value: string): string | undefined {
  if (value === '') return input.isRequired === true ? 'is required' : undefined;
  switch (input.type) {
    case 'Input.ChoiceSet':
      return isChoice(input, value) ? undefined : `has no choice '${value}'`;
    case 'Input.Toggle': {
      const [on, off] = [stringOf(input.valueOn) || 'true', stringOf(input.valueOff) || 'false'];
      if (value !== on && value !== off) return `is '${on}' or '${off}'`;
      return input.isRequired === true && value !== on ? 'must be on' : undefined;
    }
    case 'Input.Number': {
      const number = Number(value);
      const [min, max] = [Number(input.min ?? -Infinity), Number(input.max ?? Infinity)];
      return Number.isNaN(number) || number < min || number > max ? 'is not a number in range' : undefined;
    }
    case 'Input.Date':
      return /^\d{4}-\d\d-\d\d$/.test(value) ? undefined : 'is not a date';
    case 'Input.Time':
      return /^\d\d:\d\d$/.test(value) ? undefined : 'is not a time';
    default:
      if (typeof input.maxLength === 'number' && value.length > input.maxLength) {
        return `is longer than ${input.maxLength}`;
      }
      return typeof input.regex === 'string' && !new RegExp(input.regex).test(value)
        ? 'does not match its pattern'
        : undefined;
  }
}

function isFiltered(input: Json): boolean {
  return input.style === 'filtered' || input['choices.data'] !== undefined;
}

/** What a phone sends of an input that holds this. */
function asPhone(input: Json, value: string, phone: 'values' | 'titles'): string | null {
  if (input.type !== 'Input.ChoiceSet') return value;
  if (value === '') return null;
  if (phone === 'values' || !isFiltered(input)) return value;
  const titles = new Map(listOf(input.choices).map((choice) => [stringOf(choice.value), choice.title]));
  const titleOf = (one: string) => stringOf(titles.get(one)) || one;
  return input.isMultiSelect === true ? value.split(',').map(titleOf).join(',') : titleOf(value);
}

/**
 * What the client sends for a button: the values of the inputs of its card, and of the cards around that, as
 * strings; several choices are joined by commas, and an input that is empty is left out.
 *
 * @throws Error with the inputs' own error messages when the client would not send them; `force` sends anyway
 */
export function collectInputs(
  { action, cards }: FoundAction,
  given: Readonly<Record<string, string>>,
  { force = false, phone }: { force?: boolean; phone?: 'values' | 'titles' } = {},
): Record<string, string | null> {
  const isInput = ({ type }: Json) => stringOf(type).startsWith('Input.');
  const inputs = action.associatedInputs === 'none' ? [] : cards.flatMap((card) => within(card, isInput));
  const ids = inputs.map(({ id }) => stringOf(id));
  const unknown = Object.keys(given).filter((id) => !ids.includes(id));
  if (unknown.length > 0 && !force) {
    throw new NotThere(`the card has no input ${unknown.join(', ')}; it has ${ids.join(', ') || 'none'}`);
  }
  const values = Object.fromEntries(
    inputs.map((input) => [
      stringOf(input.id),
      given[stringOf(input.id)] ?? (phone === undefined || !isFiltered(input) ? defaultOf(input) : ''),
    ]),
  );
  const refused = inputs.flatMap((input) => {
    const value = values[stringOf(input.id)] ?? '';
    const why = input.isVisible === false ? undefined : refuseValue(input, value);
    const said = stringOf(input.errorMessage);
    return why === undefined
      ? []
      : [`${stringOf(input.label) || stringOf(input.id)} ${why}${said && `: ${said}`}`];
  });
  if (refused.length > 0 && !force) throw new Error(refused.join('\n'));
  const merged = force ? { ...values, ...given } : values;
  if (phone === undefined)
    return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
  return Object.fromEntries(
    inputs.map((input) => [stringOf(input.id), asPhone(input, merged[stringOf(input.id)] ?? '', phone)]),
  );
}
