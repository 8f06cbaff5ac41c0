import type { KnownBlock, ModalView } from '@slack/types';
import type { ViewKind, ViewOf } from '../../flows/views.ts';
import type { Part } from './lines.ts';

/** A message as Block Kit. `text` is what a notification shows: our own words only. Without blocks it is all there is. */
export interface SlackMessage {
  text: string;
  blocks: KnownBlock[];
}

/** The same before it is known how many of its lines Slack takes. */
export interface MessageDraft {
  text: string;
  blocks: readonly Part[];
}

/** How one kind of view looks, in a message and in a modal. */
export interface Renderer<K extends ViewKind> {
  message(view: ViewOf<K>): MessageDraft;
  modal(view: ViewOf<K>): ModalView;
}
