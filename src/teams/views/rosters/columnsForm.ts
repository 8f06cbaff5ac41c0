import type { ColumnsFormView, PersonPreview } from '../../../flows/views/columns.ts';
import { cut } from '../../../flows/words.ts';
import type { CardData } from '../../outgoing/bindCard.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindButton, bindButtons, bindErrors, bindLines, bindTarget } from '../parts.ts';

/** A person's values in one line; the card is about columns. */
const MAX_DETAILS = 8;
/** Short enough that eight columns with some thirty choices each stay within a card. */
const HEADER = 40;
/** The likeliest come first. */
const MAX_ENCODINGS = 8;

/** People as they would be created. */
export function bindPreview(people: readonly PersonPreview[]): CardData[] {
  return people.map(({ name, userName, details }) => ({
    name: cut(name || userName, LIMITS.value) || 'No name',
    userName: name === '' && userName !== '' ? '' : cut(userName, LIMITS.value) || 'no user name',
    details: cut(
      details
        .slice(0, MAX_DETAILS)
        .map(({ label, value }) => `${label}: ${cut(value, HEADER)}`)
        .join(' · '),
      LIMITS.sentence,
    ),
  }));
}

export const bindColumnsForm: Binder<'columnsForm'> = (view) => ({
  ...bindTarget(view.target),
  fileName: cut(view.fileName, LIMITS.value),
  customer: cut(view.customer, LIMITS.value),
  errors: bindErrors(
    view.target.errors,
    view.columns.map(({ field }) => field),
  ),
  people: bindPreview(view.people),
  notes: bindLines(view.notes),
  hasPart: view.part !== '',
  part: view.part,
  hasEncodings: view.encodings.length > 0,
  encodings: firstOf(view).map(({ value, text, sample }) => ({
    title: cut(`${text}: ${sample}`, LIMITS.choice),
    value,
  })),
  values: view.values,
  columns: view.columns.map(({ field, column, sample, value }) => ({
    field,
    label: cut(sample === '' ? column : `${cut(column, HEADER)} (${cut(sample, HEADER)})`, HEADER * 2),
    value,
    error: bindErrorOf(view.target.errors[field]),
    choices: view.choices.map(({ value: choice, text }) => ({ title: text, value: choice })),
  })),
  show: bindButton(view.show),
  hasButtons: view.buttons.length > 0,
  buttons: bindButtons(view.buttons),
  back: bindButton({
    action: 'addusers.check',
    label: 'Back',
    id: view.target.id.split(' ')[0] ?? '',
    version: view.target.version,
  }),
});

/** The likeliest encodings, and the chosen one, which needs its name in the card. */
function firstOf({ encodings, values }: ColumnsFormView): ColumnsFormView['encodings'] {
  const chosen = encodings.filter(({ value }) => value === values.encoding);
  const others = encodings.filter(({ value }) => value !== values.encoding);
  return [...others.slice(0, MAX_ENCODINGS - chosen.length), ...chosen];
}

function bindErrorOf(error: string | undefined): CardData[] {
  return error === undefined ? [] : [{ text: `▲ ${cut(error, 400)}` }];
}
