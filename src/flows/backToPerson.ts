import type { Button } from './views/parts.ts';
import { FRAME_WORDS } from './words/frameWords.ts';

/** The button with which a form about one person gives way to their card again. */
export function backToPerson(objectId: string): Button {
  return { action: 'user.back', label: FRAME_WORDS.back, id: objectId, version: 1 };
}
