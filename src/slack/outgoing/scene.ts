import type { MessageRef } from '../../domain/terms.ts';
import type { Speaker } from '../../flows/action.ts';
import type { OpenModal } from './modals.ts';

/** Where somebody stands who is to get an answer. */
export interface Scene {
  speaker: Speaker;
  /** The message whose button was pressed. */
  message?: MessageRef;
  /** The modal that was opened for this, or that the click came from. */
  modal?: OpenModal;
  /** For a window over the modal; works once and for 3 s. */
  trigger?: string;
  /** A message that says the bot is working; the answer takes its place. */
  placeholder?: MessageRef;
  /** Says, to this person only, that the answer is in their chat. */
  pointer?: () => Promise<unknown>;
  /** Made before the flow ran. */
  mark: number;
}
