import type { FileInput, InputBlock, InputBlockElement, KnownBlock, PlainTextInput } from '@slack/types';
import type { PasswordDelivery } from '../../domain/terms.ts';
import type { ApprovalWords } from '../../flows/approvals/foreseen.ts';
import { JOB_WORDS } from '../../flows/jobs/words.ts';
import type { PersonFormView } from '../../flows/views/person.ts';
import { listIdOf } from '../incoming/fieldIds.ts';
import { LIMITS } from '../outgoing/limits.ts';
import { keepValue } from '../outgoing/text.ts';
import { note, plain } from './blocks.ts';
import { labelOf } from './fieldLabels.ts';
import type { Choice, Choices } from './options.ts';
import { checkedOf, groupsOf, optionsOf } from './options.ts';

interface FieldOptions {
  hint?: string;
  placeholder?: string;
  multiline?: boolean;
  /** In characters. Left out: as many as Slack takes. */
  maxLength?: number;
  /** Slack asks for it itself, and does not call it optional. */
  required?: boolean;
}

/** An input block: its block_id and its element's action_id are both the field id. */
function input(field: string, element: InputBlockElement, optional: boolean, hint?: string): InputBlock {
  return {
    type: 'input',
    block_id: field,
    label: plain(labelOf(field), LIMITS.inputLabel),
    element,
    optional,
    ...(hint === undefined ? {} : { hint: plain(hint, LIMITS.inputHint) }),
  };
}

/** A line of text, or several. */
export function textField(field: string, value: string, options: FieldOptions = {}): InputBlock {
  const { hint, placeholder, multiline, maxLength, required = false } = options;
  const element: PlainTextInput = {
    type: 'plain_text_input',
    action_id: field,
    ...(multiline ? { multiline } : {}),
    ...(value === '' ? {} : { initial_value: keepValue(value, maxLength ?? LIMITS.inputValue) }),
    ...(maxLength === undefined ? {} : { max_length: maxLength }),
    ...(placeholder === undefined ? {} : { placeholder: plain(placeholder, LIMITS.placeholder) }),
  };
  return input(field, element, !required, hint);
}

/**
 * A line of text that runs an action while somebody types. Slack: "Block elements", dispatch_action_config: without
 * `on_character_entered` it would run on Enter, which sends the form.
 */
export function typedField(field: string, value: string, action: string, hint?: string): InputBlock {
  const block = textField(field, value, hint === undefined ? {} : { hint });
  const element = {
    ...(block.element as PlainTextInput),
    action_id: action,
    dispatch_action_config: { trigger_actions_on: ['on_character_entered' as const] },
  };
  return { ...block, element, dispatch_action: true };
}

/** Why it is asked for; an approver reads it too. Where an approval is sure, Slack does not call it optional. */
export function reasonField(value: string, { approval, licenseApprovals }: ApprovalWords): InputBlock {
  const hint =
    approval !== undefined
      ? 'The approver reads it.'
      : licenseApprovals !== undefined
        ? 'Required if this needs approval: the approver reads it.'
        : 'Kept in the history.';
  return textField('reason', value, { hint, required: approval !== undefined });
}

/** Choices that cannot be offered: Slack refuses a whole view for an empty list, so a sentence stands there. */
function instead(choices: Choices, nothing: string): KnownBlock[] {
  return choices.offered.length === 0 ? [note(nothing)] : [];
}

function leftOff({ leftOff }: Choices): string | undefined {
  return leftOff === 0 ? undefined : `${leftOff} more aren't shown: Slack shows ${LIMITS.options} at most.`;
}

/** One of a short list, in a menu. */
export function selectField(
  field: string,
  choices: readonly Choice[],
  value: string,
  nothing: string,
): KnownBlock[] {
  const options = optionsOf(choices, [value]);
  const [first] = options.offered;
  if (first === undefined) return instead(options, nothing);
  const [checked] = checkedOf(options, [value]);
  const element: InputBlockElement = {
    type: 'static_select',
    action_id: field,
    options: options.offered,
    ...(checked === undefined ? {} : { initial_option: checked }),
  };
  return [input(field, element, false, leftOff(options))];
}

/** One of a long list, in groups. Slack takes 100 options in a group, and countries are more. */
export function groupedSelectField(
  field: string,
  choices: readonly Choice[],
  value: string,
  texts: { nothing: string; placeholder: string; hint?: string; required?: boolean },
): KnownBlock[] {
  const groups = groupsOf(choices);
  if (groups.length === 0) return [note(texts.nothing)];
  const checked = groups.flatMap(({ options }) => options).find((option) => option.value === value);
  const element: InputBlockElement = {
    type: 'static_select',
    action_id: field,
    option_groups: groups,
    placeholder: plain(texts.placeholder, LIMITS.placeholder),
    ...(checked === undefined ? {} : { initial_option: checked }),
  };
  return [input(field, element, texts.required !== true, texts.hint)];
}

/** Where somebody is, as Microsoft wants to know before it licenses them. `required`: it can't be emptied. */
export function locationField(
  locations: readonly { code: string; name: string }[],
  value: string,
  required = false,
): KnownBlock[] {
  return groupedSelectField(
    'usageLocation',
    locations.map(({ code, name }) => ({ value: code, text: name })),
    value,
    {
      nothing: 'No locations to choose from.',
      placeholder: 'Country or region',
      required,
      ...(value === '' ? { hint: 'Needed for a license.' } : {}),
    },
  );
}

/**
 * Any number of a list. What is chosen is offered first, so that it is never among those left off. `atOnce`: the action
 * that is run with each change. `required`: at least one of them, which Slack asks for itself.
 */
export function multiSelectField(
  field: string,
  choices: readonly Choice[],
  values: readonly string[],
  texts: { nothing: string; placeholder: string; required?: boolean; label?: string },
  atOnce?: string,
): KnownBlock[] {
  const options = optionsOf(choices, values);
  if (options.offered.length === 0) return instead(options, texts.nothing);
  const checked = checkedOf(options, values);
  const element: InputBlockElement = {
    type: 'multi_static_select',
    action_id: atOnce ?? field,
    options: options.offered,
    placeholder: plain(texts.placeholder, LIMITS.placeholder),
    ...(checked.length === 0 ? {} : { initial_options: checked }),
  };
  const named = input(field, element, texts.required !== true, leftOff(options));
  const block =
    texts.label === undefined ? named : { ...named, label: plain(texts.label, LIMITS.inputLabel) };
  return [atOnce === undefined ? block : { ...block, dispatch_action: true }];
}

/** More lists of one field would crowd out the rest of a form; what is left off is chosen in Microsoft 365. */
const MOST_LISTS = 20;

/**
 * Any number of a long list, a select for each of its named groups: one select with groups of which several have chosen
 * options is answered with a server error (python-slack-sdk#974, bolt-js#1496). Groups with chosen options come first
 * where there are more than fit.
 */
export function multiGroupedField(
  field: string,
  groups: readonly { id: string; label: string; choices: readonly Choice[] }[],
  values: readonly string[],
  placeholder: string,
): KnownBlock[] {
  const isChosen = (group: (typeof groups)[number]): boolean =>
    group.choices.some(({ value }) => values.includes(value));
  const sorted =
    groups.length <= MOST_LISTS
      ? groups
      : [...groups.filter(isChosen), ...groups.filter((group) => !isChosen(group))];
  return sorted.slice(0, MOST_LISTS).flatMap(({ id, label, choices }): KnownBlock[] => {
    const options = optionsOf(choices, values);
    if (options.offered.length === 0) return [];
    const checked = checkedOf(options, values);
    const element: InputBlockElement = {
      type: 'multi_static_select',
      action_id: field,
      options: options.offered,
      placeholder: plain(placeholder, LIMITS.placeholder),
      ...(checked.length === 0 ? {} : { initial_options: checked }),
    };
    const block = input(field, element, true, leftOff(options));
    return [
      {
        ...block,
        block_id: listIdOf(field, id),
        label: plain(`${labelOf(field)} · ${label}`, LIMITS.inputLabel),
      },
    ];
  });
}

/** Any number of a list that is too long to offer: it is searched for as somebody types. */
export function multiSearchField(
  field: string,
  chosen: readonly Choice[],
  texts: { placeholder: string; fromLetters: number; most?: number },
): InputBlock {
  const { offered } = optionsOf(chosen, []);
  const element: InputBlockElement = {
    type: 'multi_external_select',
    action_id: field,
    placeholder: plain(texts.placeholder, LIMITS.placeholder),
    min_query_length: texts.fromLetters,
    ...(texts.most === undefined ? {} : { max_selected_items: texts.most }),
    ...(offered.length === 0 ? {} : { initial_options: offered.slice(0, texts.most) }),
  };
  return input(field, element, true);
}

/** Groups to be put into; nothing at all where there are none. */
export function groupField({
  offersGroups,
  groupsForbidden,
  groups,
}: Pick<PersonFormView, 'offersGroups' | 'groups'> & { groupsForbidden?: string }): KnownBlock[] {
  if (groupsForbidden !== undefined) return [note(groupsForbidden)];
  if (!offersGroups) return [];
  const choices = groups.map(
    ({ id, displayName, description }): Choice => ({
      value: id,
      text: displayName,
      ...(description === undefined ? {} : { description }),
    }),
  );
  return [multiSearchField('groups', choices, { placeholder: 'None; type to search', fromLetters: 0 })];
}

/** One of a few, all of them in sight. */
function radioField(field: string, choices: readonly Choice[], value: string): InputBlock {
  const options = optionsOf(choices, []);
  const [checked] = checkedOf(options, [value]);
  const element: InputBlockElement = {
    type: 'radio_buttons',
    action_id: field,
    options: options.offered,
    ...(checked === undefined ? {} : { initial_option: checked }),
  };
  return input(field, element, false);
}

/** Sign-in allowed or blocked. */
export function signInField(value: 'allowed' | 'blocked'): InputBlock {
  return radioField(
    'signIn',
    [
      { value: 'allowed', text: 'Allowed', description: 'They can sign in right away' },
      { value: 'blocked', text: 'Blocked', description: "They can't sign in until someone allows it" },
    ],
    value,
  );
}

/** How first passwords go out. */
export function deliveryField(deliveries: readonly PasswordDelivery[], value: PasswordDelivery): InputBlock {
  return radioField(
    'delivery',
    deliveries.map((delivery) => ({ value: delivery, ...JOB_WORDS.delivery.ways[delivery] })),
    value,
  );
}

/** One CSV or workbook. The type is only a convenience for the person; what was sent is looked at again. */
export function fileField(field: string, hint: string): InputBlock {
  const element: FileInput = {
    type: 'file_input',
    action_id: field,
    filetypes: ['csv', 'tsv', 'txt', 'xlsx'],
    max_files: 1,
  };
  return input(field, element, false, hint);
}
