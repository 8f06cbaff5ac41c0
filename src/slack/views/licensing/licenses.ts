import type { LicenseLine, LicensesView } from '../../../flows/views/licenses.ts';
import { ATTENTION_WORDS, count, cut, describeUse, drawBar } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions, header, note, paragraph } from '../blocks.ts';
import type { Part } from '../lines.ts';
import { modal } from '../modal.ts';
import type { Renderer } from '../renderer.ts';
import { list, type Piece } from '../richText.ts';

const MARKS = { over: '🔴', out: '🔴', grace: '🟠', low: '🟡', off: '⚪', fine: '🟢' } as const;

function lineOf(license: LicenseLine): Piece[] {
  const why = ATTENTION_WORDS[license.attention];
  return [
    `${MARKS[license.attention]} `,
    { bold: cut(license.name, LENGTHS.value) },
    why === '' ? ' ' : ` ${why} `,
    { code: drawBar(license.used, license.total) },
    ` ${describeUse(license)}`,
  ];
}

function idleBlocks(view: LicensesView): Part[] {
  if (view.idleReason !== undefined) {
    return [
      note(`Rollcall can't show who isn't using a license: ${cut(view.idleReason, LENGTHS.paragraph)}`),
    ];
  }
  if (view.idle.length === 0) {
    return [note(`Everyone with a license has signed in within the last ${view.idleDays} days.`)];
  }
  return [
    ...list(
      view.idle.map(({ displayName, userPrincipalName, lastSeen, licenses }): Piece[] => [
        { bold: cut(displayName, LENGTHS.value) },
        ' ',
        { code: cut(userPrincipalName, LENGTHS.userName) },
        ` last signed in: ${cut(lastSeen, LENGTHS.value)} · ${cut(licenses, LENGTHS.sentence)}`,
      ]),
      `Not signed in for ${view.idleDays} days`,
      { more: view.moreIdle, say: (hidden) => `and ${count(hidden, 'more person', 'more people')}` },
    ),
  ];
}

function blocksOf(view: LicensesView): Part[] {
  return [
    header('Licenses'),
    paragraph(cut(view.customer, LENGTHS.value)),
    ...(view.old === undefined ? [] : [paragraph(`⚠️ ${view.old}`)]),
    ...(view.licenses.length === 0 ? [paragraph('This tenant has no licenses.')] : []),
    ...list(view.licenses.map(lineOf), undefined, {
      more: view.more,
      say: (hidden) => `and ${count(hidden, 'more license', 'more licenses')}`,
    }),
    ...idleBlocks(view),
    ...actions(view.buttons),
  ];
}

/** Every license of the tenant. */
export const licenses = {
  message: (view) => ({ text: 'Licenses in the tenant.', blocks: blocksOf(view) }),
  modal: (view) => modal('Licenses', blocksOf(view)),
} satisfies Renderer<'licenses'>;
