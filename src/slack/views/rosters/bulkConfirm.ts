import { JOB_WORDS } from '../../../flows/jobs/words.ts';
import type { BulkConfirmView } from '../../../flows/views/roster.ts';
import { count, cut, describeLeftOut } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions, note } from '../blocks.ts';
import { submitButton } from '../confirming.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import { approvalBlocks, licensePieces, namesInWords } from '../parts.ts';
import type { Renderer } from '../renderer.ts';
import { line, list, type Piece } from '../richText.ts';

function leftOutList(view: BulkConfirmView): Part[] {
  const { title, lines } = describeLeftOut(view);
  return list(
    lines.map((one) => [cut(one, LENGTHS.sentence)]),
    title,
  );
}

function firstPeople({ first, people }: BulkConfirmView): Part[] {
  const more = people - first.length;
  return list(
    first.map(({ name, userName }): Piece[] => [
      { bold: cut(name, LENGTHS.value) },
      ` ${cut(userName, LENGTHS.userName)}`,
    ]),
    undefined,
    more > 0 ? { more, say: (hidden) => `and ${count(hidden, 'more person', 'more people')}` } : {},
  );
}

function blocksOf(view: BulkConfirmView): Part[] {
  const { recipients } = view;
  const hasRest = recipients.length > 0 || view.ownRecipients < view.people;
  const mailed =
    recipients.length === 0
      ? JOB_WORDS.delivery.notMailed(view.people, view.ownRecipients)
      : `${JOB_WORDS.delivery.mailed(view.delivery, view.people)} to ${namesInWords(recipients, LENGTHS.userName)}.`;
  return [
    ...errorBlocks(view.target.errors),
    line(
      { bold: count(view.people, 'person', 'people') },
      ' of ',
      { bold: cut(view.fileName, LENGTHS.value) },
      view.people === 1 ? ' will be created in ' : ' will be created in ',
      { bold: cut(view.customer, LENGTHS.value) },
      `, sign-in ${view.accountEnabled ? 'allowed' : 'blocked'}`,
      view.locationName === '' ? ', no location.' : `, location ${cut(view.locationName, LENGTHS.value)}.`,
    ),
    ...(view.rowsSay === '' ? [] : [line(cut(view.rowsSay, LENGTHS.sentence))]),
    ...firstPeople(view),
    ...(view.leftOut === 0 ? [] : leftOutList(view)),
    line(...licensePieces(view.licenses)),
    ...(view.cost === undefined ? [] : [line({ bold: `${cut(view.cost, LENGTHS.sentence)}.` })]),
    ...(view.groups.length === 0 ? [] : [line(`Groups: ${namesInWords(view.groups, LENGTHS.value)}.`)]),
    ...(hasRest ? [line(mailed)] : []),
    ...(view.ownRecipients === 0
      ? []
      : [
          line(
            `${count(view.ownRecipients, 'row names', 'rows name')} who gets the password${recipients.length === 0 ? '' : ' instead'}.`,
          ),
        ]),
    ...approvalBlocks(view),
    ...(view.reason === '' ? [] : [note(`Reason: ${cut(view.reason, LENGTHS.paragraph)}`)]),
  ];
}

/** The counts, before a bulk job starts. */
export const bulkConfirm = {
  message: (view) => ({
    text: 'Please confirm before Rollcall creates people.',
    blocks: [...blocksOf(view), ...actions([submitButton(view.target), view.back])],
  }),
  modal: (view) => modal('Create these people?', [...blocksOf(view), ...actions([view.back])], view.target),
} satisfies Renderer<'bulkConfirm'>;
