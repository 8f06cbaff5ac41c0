import { PERSON_RULES } from '../../../domain/personRules.ts';
import type { PersonProperty } from '../../../domain/terms.ts';
import { JOB_WORDS } from '../../../flows/jobs/words.ts';
import type { Button } from '../../../flows/views/parts.ts';
import type { PersonConfirmView } from '../../../flows/views/person.ts';
import { cut } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions, note } from '../blocks.ts';
import { submitButton } from '../confirming.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import { approvalBlocks, licensePieces, namesInWords } from '../parts.ts';
import type { Renderer } from '../renderer.ts';
import { line, list, type Piece } from '../richText.ts';

/** Said in the sentence, or nowhere. */
const SAID: readonly PersonProperty[] = ['displayName', 'userPrincipalName', 'usageLocation', 'mailNickname'];

function warnings({ lookAlikes, notes }: PersonConfirmView): Piece[][] {
  return [
    ...lookAlikes
      .slice(0, LENGTHS.items)
      .map((account): Piece[] => [
        `⚠️ An account called `,
        { bold: cut(account.displayName, LENGTHS.value) },
        ' exists: ',
        { code: cut(account.userPrincipalName, LENGTHS.userName) },
      ]),
    ...(lookAlikes.length > LENGTHS.items ? [[`and ${lookAlikes.length - LENGTHS.items} more like it`]] : []),
    ...notes
      .slice(0, LENGTHS.items)
      .map(({ severity, message }): Piece[] => [
        `${severity === 'note' ? 'ℹ️' : '⚠️'} ${cut(message, LENGTHS.sentence)}`,
      ]),
  ];
}

function blocksOf(view: PersonConfirmView): Part[] {
  const { person, recipients } = view;
  const details = (Object.keys(person) as PersonProperty[]).filter(
    (property) => !SAID.includes(property) && person[property] !== undefined && person[property] !== '',
  );
  return [
    ...errorBlocks(view.target.errors),
    line(
      { bold: cut(person.displayName, LENGTHS.paragraph) },
      ' will be created in ',
      { bold: cut(view.customer, LENGTHS.value) },
      ' as ',
      { code: cut(person.userPrincipalName, LENGTHS.paragraph) },
      `, sign-in ${view.accountEnabled ? 'allowed' : 'blocked'}`,
      view.locationName === '' ? ', no location.' : `, location ${cut(view.locationName, LENGTHS.value)}.`,
    ),
    line(...licensePieces(view.licenses)),
    ...(view.cost === undefined ? [] : [line({ bold: `${cut(view.cost, LENGTHS.sentence)}.` })]),
    ...(view.groups.length === 0 ? [] : [line(`Groups: ${namesInWords(view.groups, LENGTHS.value)}.`)]),
    ...(view.manager === undefined ? [] : [line(`Manager: ${cut(view.manager, LENGTHS.userName)}.`)]),
    line(
      recipients.length === 0
        ? JOB_WORDS.delivery.notMailed(1)
        : `${JOB_WORDS.delivery.mailed(view.delivery, 1)} to ${namesInWords(recipients, LENGTHS.userName)}.`,
    ),
    ...list(warnings(view), 'Check this first'),
    ...list(
      details.map((property): Piece[] => [
        `${PERSON_RULES[property].label}: `,
        { bold: cut(person[property] ?? '', LENGTHS.value) },
      ]),
    ),
    ...approvalBlocks(view),
    ...(view.reason === '' ? [] : [note(`Reason: ${cut(view.reason, LENGTHS.paragraph)}`)]),
  ];
}

function insteadOf({ instead }: PersonConfirmView): Button[] {
  return instead === undefined ? [] : [instead];
}

/** What will happen to one person, before it does. */
export const personConfirm = {
  message: (view) => ({
    text: 'Please confirm before Rollcall creates a person.',
    blocks: [...blocksOf(view), ...actions([submitButton(view.target), view.back, ...insteadOf(view)])],
  }),
  modal: (view) =>
    modal(
      'Create this person?',
      [...blocksOf(view), ...actions([view.back, ...insteadOf(view)])],
      view.target,
    ),
} satisfies Renderer<'personConfirm'>;
