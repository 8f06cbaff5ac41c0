import { isDeepStrictEqual } from 'node:util';
import { type Check, exactlyOne, isObject, list, object, pointer, problem, string, url } from './shape.ts';
import { anyText, plainText } from './texts.ts';

/** Longest text and description of an option (Slack: Block Kit, option object). */
const OPTION_TEXT_MAX = 75;
/** Longest value of an option, as Slack's Python SDK has it; its older notes say 75, which would refuse more. */
const OPTION_VALUE_MAX = 150;
/** Most options, groups, and options in a group of a select (Slack: Block Kit, select menu). */
const SELECT_MAX = 100;

const value = string({ min: 1, max: OPTION_VALUE_MAX });

/** An option of a select: plain text only. */
export const plainOption: Check = object({
  required: { text: plainText(OPTION_TEXT_MAX), value },
  optional: { description: plainText(OPTION_TEXT_MAX) },
});

/** An option of radio buttons or checkboxes, which may be `mrkdwn`. */
export const richOption: Check = object({
  required: { text: anyText(OPTION_TEXT_MAX), value },
  optional: { description: anyText(OPTION_TEXT_MAX) },
});

/** An option of an overflow menu, the only place where an option may carry a `url`. */
export const overflowOption: Check = object({
  required: { text: plainText(OPTION_TEXT_MAX), value },
  optional: { description: plainText(OPTION_TEXT_MAX), url },
});

const optionGroup = object({
  required: {
    label: plainText(OPTION_TEXT_MAX),
    options: list(plainOption, { min: 1, max: SELECT_MAX }),
  },
});

/** `options` and `option_groups` of a static select; which of them must be there is a rule of the select. */
export const selectOptions: Record<string, Check> = {
  options: list(plainOption, { min: 1, max: SELECT_MAX }),
  option_groups: list(optionGroup, { min: 1, max: SELECT_MAX }),
};

/** What is wrong with the options that an app offers for an external select; offering none is allowed. */
export const checkSuggestions: Check = object({
  required: {},
  optional: {
    options: list(plainOption, { max: SELECT_MAX }),
    option_groups: list(optionGroup, { max: SELECT_MAX }),
  },
  rules: [exactlyOne('options', 'option_groups')],
});

function items(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function optionsOf(element: Record<string, unknown>): unknown[] {
  const grouped = items(element.option_groups).flatMap((group) =>
    isObject(group) ? items(group.options) : [],
  );
  return [...items(element.options), ...grouped];
}

/** A rule: `initial_option` and each of `initial_options` equals one of the options, to the last property. */
export function initialIsAnOption(element: Record<string, unknown>, at: string): string[] {
  const offered = optionsOf(element);
  const isOffered = (option: unknown) => offered.some((each) => isDeepStrictEqual(each, option));
  const problems = items(element.initial_options).flatMap((option, index) =>
    isOffered(option)
      ? []
      : [problem('must equal one of the options', pointer(pointer(at, 'initial_options'), index))],
  );
  if (Object.hasOwn(element, 'initial_option') && !isOffered(element.initial_option)) {
    problems.push(problem('must equal one of the options', pointer(at, 'initial_option')));
  }
  return problems;
}

/**
 * A rule: what is chosen at first lies in one group. Slack answers a server error to several (python-slack-sdk#974,
 * bolt-js#1496).
 */
export function initialInOneGroup(element: Record<string, unknown>, at: string): string[] {
  const chosen = items(element.initial_options);
  const groups = items(element.option_groups).filter(
    (group) =>
      isObject(group) &&
      items(group.options).some((option) => chosen.some((each) => isDeepStrictEqual(each, option))),
  );
  if (groups.length <= 1) return [];
  return [problem('must lie in one option group', pointer(at, 'initial_options'))];
}

/** A rule: no more is chosen at first than may be chosen. */
export function initialWithinSelectable(element: Record<string, unknown>, at: string): string[] {
  const most = element.max_selected_items;
  const chosen = items(element.initial_options).length;
  if (typeof most !== 'number' || chosen <= most) return [];
  return [problem(`no more than ${most} items allowed`, pointer(at, 'initial_options'))];
}
