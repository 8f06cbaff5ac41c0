import { boolean, type Check, object, oneOf, type Shape, string, typed } from './shape.ts';

/** The most characters that any text object holds (Slack: Block Kit, text object). */
const TEXT_MAX = 3000;

function plainShape(max: number): Shape {
  return { required: { text: string({ min: 1, max }) }, optional: { emoji: boolean } };
}

function mrkdwnShape(max: number): Shape {
  return { required: { text: string({ min: 1, max }) }, optional: { verbatim: boolean } };
}

/** A `plain_text` object of 1 to `max` characters. */
export function plainText(max = TEXT_MAX): Check {
  return typed({ plain_text: plainShape(max) });
}

/** A `plain_text` or `mrkdwn` object of 1 to `max` characters. */
export function anyText(max = TEXT_MAX): Check {
  return typed(textShapes(max));
}

/** The two text objects as a table, for lists that mix them with elements. */
export function textShapes(max = TEXT_MAX): Record<string, Shape> {
  return { plain_text: plainShape(max), mrkdwn: mrkdwnShape(max) };
}

/**
 * A dialog that asks before an action (Slack: Block Kit, confirmation dialog). Slack's SDKs fill in words for
 * the buttons that are left out; all four texts are asked for here, so that none is left to an SDK.
 */
export const confirm: Check = object({
  required: { title: plainText(100), text: anyText(300), confirm: plainText(30), deny: plainText(30) },
  optional: { style: oneOf('primary', 'danger') },
});

/** What a person reads in an empty field, 150 characters at most (Slack: Block Kit, input elements). */
export const placeholder: Check = plainText(150);
