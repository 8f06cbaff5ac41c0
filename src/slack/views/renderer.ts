import type { KnownBlock, ModalView } from '@slack/types';
import type { ViewKind, ViewOf } from '../../flows/views.ts';

/** A message as Block Kit. `text` is what a notification shows: our own words only. */
export interface SlackMessage {
  text: string;
  blocks: KnownBlock[];
}

/** How one kind of view looks, in a message and in a modal. */
export interface Renderer<K extends ViewKind> {
  message(view: ViewOf<K>): SlackMessage;
  modal(view: ViewOf<K>): ModalView;
}
