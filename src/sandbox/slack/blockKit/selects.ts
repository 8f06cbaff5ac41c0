import {
  initialInOneGroup,
  initialIsAnOption,
  initialWithinSelectable,
  overflowOption,
  plainOption,
  richOption,
  selectOptions,
} from './options.ts';
import {
  boolean,
  type Check,
  exactlyOne,
  integer,
  list,
  object,
  oneOf,
  type Shape,
  string,
} from './shape.ts';
import { confirm, placeholder } from './texts.ts';

/** Longest `action_id` (Slack: Block Kit, block elements). */
const ID_MAX = 255;
/** Most options of radio buttons and checkboxes (Slack: Block Kit, radio button group and checkboxes). */
const CHOICE_MAX = 10;
/** Most options of an overflow menu (Slack's Python SDK). */
const OVERFLOW_MAX = 5;

const action: Record<string, Check> = { action_id: string({ min: 1, max: ID_MAX }), confirm };
const select: Record<string, Check> = { ...action, placeholder, focus_on_load: boolean };
const multiSelect: Record<string, Check> = { ...select, max_selected_items: integer({ min: 1 }) };
const slackId = string({ min: 1 });
const minQueryLength = integer({ min: 0 });

const filter = object({
  required: {},
  optional: {
    include: list(oneOf('im', 'mpim', 'private', 'public'), { min: 1 }),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
});

/** Every element that is picked from a list, by its type. */
export const selectShapes: Record<string, Shape> = {
  static_select: {
    required: {},
    optional: { ...select, ...selectOptions, initial_option: plainOption },
    rules: [exactlyOne('options', 'option_groups'), initialIsAnOption],
  },
  multi_static_select: {
    required: {},
    optional: { ...multiSelect, ...selectOptions, initial_options: list(plainOption, { min: 1 }) },
    rules: [
      exactlyOne('options', 'option_groups'),
      initialIsAnOption,
      initialInOneGroup,
      initialWithinSelectable,
    ],
  },
  external_select: {
    required: {},
    optional: { ...select, initial_option: plainOption, min_query_length: minQueryLength },
  },
  multi_external_select: {
    required: {},
    optional: {
      ...multiSelect,
      initial_options: list(plainOption, { min: 1 }),
      min_query_length: minQueryLength,
    },
    rules: [initialWithinSelectable],
  },
  users_select: { required: {}, optional: { ...select, initial_user: slackId } },
  conversations_select: {
    required: {},
    optional: {
      ...select,
      initial_conversation: slackId,
      default_to_current_conversation: boolean,
      response_url_enabled: boolean,
      filter,
    },
  },
  radio_buttons: {
    required: { options: list(richOption, { min: 1, max: CHOICE_MAX }) },
    optional: { ...action, focus_on_load: boolean, initial_option: richOption },
    rules: [initialIsAnOption],
  },
  checkboxes: {
    required: { options: list(richOption, { min: 1, max: CHOICE_MAX }) },
    optional: { ...action, focus_on_load: boolean, initial_options: list(richOption, { min: 1 }) },
    rules: [initialIsAnOption],
  },
  overflow: {
    required: { options: list(overflowOption, { min: 1, max: OVERFLOW_MAX }) },
    optional: action,
  },
};
