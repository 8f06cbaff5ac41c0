import type { NoticeView } from '../views/parts.ts';
import { cut } from '../words.ts';
import { ROSTER_WORDS } from './words.ts';

const words = ROSTER_WORDS.encodings;

/** Of the names that tell an encoding, in one line. */
const SAMPLE_LENGTH = 60;

/** A file whose letters are a guess. */
interface EncodingsToAsk {
  /** The draft's. */
  id: string;
  version: number;
  fileName: string;
  /** As many as a card has buttons for. */
  offered: readonly { name: string; samples?: readonly string[] }[];
}

/** How the letters of a file are read: a question with names as they would be, and the action that each button has. */
export function askForEncoding(
  { id, version, fileName, offered }: EncodingsToAsk,
  action: string,
): NoticeView {
  return {
    kind: 'notice',
    tone: 'warning',
    title: words.title,
    text: [
      words.guess(fileName),
      ...offered.map(({ name, samples = [] }) =>
        words.offered(name, samples.map((sample) => cut(sample, SAMPLE_LENGTH)).join(', ')),
      ),
    ],
    next: words.next,
    buttons: offered.map(({ name }, index) => ({ action, label: name, id: `${id} ${index}`, version })),
  };
}
