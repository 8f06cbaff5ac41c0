import type { WorkingView } from '../../flows/views/parts.ts';
import { cut } from '../../flows/words.ts';
import { LENGTHS } from '../outgoing/limits.ts';
import { note } from './blocks.ts';
import type { Part } from './lines.ts';
import { modal } from './modal.ts';
import type { Renderer } from './renderer.ts';
import { line } from './richText.ts';

function blocksOf(view: WorkingView): Part[] {
  return [
    line('⏳ ', { bold: cut(view.title, LENGTHS.paragraph) }),
    ...(view.text === '' ? [] : [note(cut(view.text, LENGTHS.paragraph))]),
  ];
}

/** Shown while something takes longer than Slack waits. */
export const working = {
  message: (view) => ({ text: 'Rollcall is working on it.', blocks: blocksOf(view) }),
  modal: (view) => modal('Rollcall', blocksOf(view)),
} satisfies Renderer<'working'>;
