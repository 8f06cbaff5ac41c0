import {
  boolean,
  type Check,
  integer,
  list,
  object,
  oneOf,
  pointer,
  problem,
  type Shape,
  string,
  stringThat,
} from './shape.ts';
import { confirm, placeholder } from './texts.ts';

/** Longest text that a person can type into a field (Slack: Block Kit, plain-text input). */
const TYPED_MAX = 3000;

const actionId = string({ min: 1, max: 255 });

const dispatchActionConfig = object({
  required: {},
  optional: {
    trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), { min: 1, max: 2 }),
  },
});

const field: Record<string, Check> = {
  action_id: actionId,
  placeholder,
  focus_on_load: boolean,
  dispatch_action_config: dispatchActionConfig,
};

const isNumeral = (text: string) => /^-?\d+(\.\d+)?$/.test(text);
const numeral = stringThat(isNumeral, 'must be a number written as a string');

function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function typedWithinLengths(element: Record<string, unknown>, at: string): string[] {
  const { min_length: min, max_length: max, initial_value: initial } = element;
  const problems: string[] = [];
  if (typeof min === 'number' && typeof max === 'number' && min > max) {
    problems.push(problem('must not be greater than max_length', pointer(at, 'min_length')));
  }
  if (typeof initial === 'string' && typeof max === 'number' && initial.length > max) {
    problems.push(problem(`must be less than ${max + 1} characters`, pointer(at, 'initial_value')));
  }
  return problems;
}

function numbersInOrder(element: Record<string, unknown>, at: string): string[] {
  const numberAt = (key: string) => (Object.hasOwn(element, key) ? Number(element[key]) : undefined);
  const [min, max, initial] = [numberAt('min_value'), numberAt('max_value'), numberAt('initial_value')];
  const problems: string[] = [];
  if (min !== undefined && max !== undefined && min > max) {
    problems.push(problem('must not be greater than max_value', pointer(at, 'min_value')));
  }
  if (initial !== undefined && (initial < (min ?? initial) || initial > (max ?? initial))) {
    problems.push(problem('must be between min_value and max_value', pointer(at, 'initial_value')));
  }
  if (element.is_decimal_allowed === false) {
    for (const key of ['initial_value', 'min_value', 'max_value']) {
      if (String(element[key] ?? '').includes('.'))
        problems.push(problem('must not be decimal', pointer(at, key)));
    }
  }
  return problems;
}

/** Every element that a person types, dates or uploads into, by its type. */
export const inputShapes: Record<string, Shape> = {
  plain_text_input: {
    required: {},
    optional: {
      ...field,
      initial_value: string({ max: TYPED_MAX }),
      multiline: boolean,
      min_length: integer({ min: 0, max: TYPED_MAX }),
      max_length: integer({ min: 1, max: TYPED_MAX }),
    },
    rules: [typedWithinLengths],
  },
  email_text_input: { required: {}, optional: { ...field, initial_value: string({ max: TYPED_MAX }) } },
  url_text_input: { required: {}, optional: { ...field, initial_value: string({ max: TYPED_MAX }) } },
  number_input: {
    required: { is_decimal_allowed: boolean },
    optional: { ...field, initial_value: numeral, min_value: numeral, max_value: numeral },
    rules: [numbersInOrder],
  },
  datepicker: {
    required: {},
    optional: {
      action_id: actionId,
      confirm,
      placeholder,
      focus_on_load: boolean,
      initial_date: stringThat(isCalendarDay, 'must be a date like 2030-01-31'),
    },
  },
  file_input: {
    required: {},
    optional: {
      action_id: actionId,
      filetypes: list(string({ min: 1 }), { min: 1 }),
      // Slack: Block Kit, file input: 1 to 10 files.
      max_files: integer({ min: 1, max: 10 }),
    },
  },
};
