import type { NoticeView, Tone } from '../../flows/views/parts.ts';
import { cut } from '../../flows/words.ts';
import { LENGTHS } from '../outgoing/limits.ts';
import { actions, note, paragraph } from './blocks.ts';
import { lines, type Part } from './lines.ts';
import { modal } from './modal.ts';
import { ICONS } from './parts.ts';
import type { Renderer } from './renderer.ts';
import { line, toCopy } from './richText.ts';

const TEXTS: Readonly<Record<Tone, string>> = {
  info: 'Rollcall has something for you.',
  success: 'Done.',
  warning: 'Rollcall needs your attention.',
  error: 'Something went wrong.',
};

function blocksOf(view: NoticeView): Part[] {
  return [
    line(`${ICONS[view.tone]} `, { bold: cut(view.title, LENGTHS.paragraph) }),
    lines(
      view.text.filter((text) => text !== ''),
      (shown) => shown.map((text) => paragraph(cut(text, LENGTHS.paragraph))),
      {},
      LENGTHS.items,
    ),
    ...(view.next === undefined ? [] : [paragraph(cut(view.next, LENGTHS.paragraph))]),
    ...(view.copy === undefined ? [] : [toCopy([], view.copy)]),
    ...(view.reference === undefined ? [] : [note(`Reference ${cut(view.reference, LENGTHS.value)}`)]),
    ...actions(view.buttons),
  ];
}

/** Anything short. */
export const notice = {
  message: (view) => ({ text: TEXTS[view.tone], blocks: blocksOf(view) }),
  modal: (view) => modal('Rollcall', blocksOf(view)),
} satisfies Renderer<'notice'>;
