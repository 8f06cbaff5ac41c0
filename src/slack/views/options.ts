import type { PlainTextOption } from '@slack/types';
import { LIMITS } from '../outgoing/limits.ts';
import { plain } from './blocks.ts';

/** Something to choose. */
export interface Choice {
  value: string;
  text: string;
  description?: string;
}

/** Options as Slack takes them. */
export interface Choices {
  offered: PlainTextOption[];
  /** Not offered, because Slack takes no more. */
  leftOff: number;
}

/** A value that is empty or too long for Slack cannot come back, so it is not offered. */
function isSendable({ value }: Choice): boolean {
  return value !== '' && value.length <= LIMITS.optionValue;
}

function toOption({ value, text, description }: Choice): PlainTextOption {
  return {
    value,
    text: plain(text, LIMITS.optionText),
    ...(description === undefined ? {} : { description: plain(description, LIMITS.optionDescription) }),
  };
}

/** At most 100 options, those of `first` before the others once there are more. */
export function optionsOf(choices: readonly Choice[], first: readonly string[]): Choices {
  const sendable = choices.filter(isSendable);
  const sorted =
    sendable.length <= LIMITS.options
      ? sendable
      : [
          ...sendable.filter(({ value }) => first.includes(value)),
          ...sendable.filter(({ value }) => !first.includes(value)),
        ];
  const offered = sorted.slice(0, LIMITS.options).map(toOption);
  return { offered, leftOff: choices.length - offered.length };
}

/** The options with these values, as they are offered: Slack refuses an initial option that is not among them. */
export function checkedOf({ offered }: Choices, values: readonly string[]): PlainTextOption[] {
  return offered.filter(({ value }) => value !== undefined && values.includes(value));
}

function initialOf({ text }: Choice): string {
  return [...text][0]?.toUpperCase() ?? '';
}

/** Options in as few groups of at most 100 as keep an initial letter together: `A – F`. */
export function groupsOf(choices: readonly Choice[]): {
  label: ReturnType<typeof plain>;
  options: PlainTextOption[];
}[] {
  const letters = new Map<string, Choice[]>();
  for (const choice of choices.filter(isSendable)) {
    const initial = initialOf(choice);
    letters.set(initial, [...(letters.get(initial) ?? []), choice]);
  }
  const groups: Choice[][] = [];
  for (const ofLetter of letters.values()) {
    for (let at = 0; at < ofLetter.length; at += LIMITS.options) {
      const part = ofLetter.slice(at, at + LIMITS.options);
      const last = groups.at(-1);
      if (last !== undefined && last.length + part.length <= LIMITS.options) last.push(...part);
      else groups.push(part);
    }
  }
  return groups.slice(0, LIMITS.optionGroups).map((group) => {
    const [first] = group;
    const last = group.at(-1);
    const label = first === undefined || last === undefined ? '' : `${initialOf(first)} – ${initialOf(last)}`;
    return { label: plain(label, LIMITS.groupLabel), options: group.map(toOption) };
  });
}
