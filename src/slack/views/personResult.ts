import type { KnownBlock } from '@slack/types';
import type { PersonResultView } from '../../flows/views.ts';
import { cut } from '../../flows/words.ts';
import { LENGTHS } from '../limits.ts';
import { actions, note, paragraph } from './blocks.ts';
import { modal } from './modal.ts';
import { deliveryBlocks, namesInWords } from './parts.ts';
import type { Renderer } from './renderer.ts';
import { line } from './richText.ts';

const OUTCOMES: Readonly<Record<PersonResultView['outcome'], { icon: string; says: string; text: string }>> =
  {
    created: { icon: '✅', says: ' was created in ', text: 'A person was created.' },
    partly: {
      icon: '⚠️',
      says: ' was created, but a later step failed, in ',
      text: 'A person was created, but a later step failed.',
    },
    failed: { icon: '⛔', says: ' was not created in ', text: 'A person was not created.' },
    stopped: {
      icon: '⏹️',
      says: ' was not created: it was stopped, in ',
      text: 'Creating a person was stopped.',
    },
  };

function blocksOf(view: PersonResultView): KnownBlock[] {
  const { icon, says } = OUTCOMES[view.outcome];
  const isThere = view.outcome === 'created' || view.outcome === 'partly';
  return [
    line(
      `${icon} `,
      { bold: cut(view.displayName, LENGTHS.paragraph) },
      says,
      { bold: cut(view.customer, LENGTHS.value) },
      isThere ? ' as ' : '. User name: ',
      { code: cut(view.userPrincipalName, LENGTHS.paragraph) },
    ),
    ...(view.error === undefined
      ? []
      : [
          paragraph(
            `${cut(view.error.message, LENGTHS.paragraph)} ${cut(view.error.next, LENGTHS.paragraph)}`,
          ),
        ]),
    ...(view.licenses.length === 0 ? [] : [line(`Licenses: ${namesInWords(view.licenses, LENGTHS.value)}.`)]),
    ...deliveryBlocks(view.deliveries),
    note(`Asked for by ${cut(view.createdBy, LENGTHS.value)}`),
    ...actions(view.buttons),
  ];
}

/** One person, created or not. Never the password. */
export const personResult = {
  message: (view) => ({ text: OUTCOMES[view.outcome].text, blocks: blocksOf(view) }),
  modal: (view) => modal('Result', blocksOf(view)),
} satisfies Renderer<'personResult'>;
