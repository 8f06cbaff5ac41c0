import { EventEmitter } from 'node:events';
import type { Block, Json, SlackFile, SlackMessage, View } from './wire.ts';
import { asObjects, isJson } from './wire.ts';

/** A conversation. Direct ones are named after their person. */
export interface SlackChannel {
  id: string;
  name: string;
  kind: 'im' | 'channel';
  /** The bot is in it. */
  hasBot: boolean;
  /** User ids of the people in it. */
  members: Set<string>;
  messages: SlackMessage[];
}

/** What is in the workspace now. */
export interface SlackState {
  channels: Map<string, SlackChannel>;
  /** Open modals by user id, the top one last. */
  views: Map<string, View[]>;
  /** Published App Homes by user id. */
  homes: Map<string, View>;
  files: Map<string, SlackFile>;
  ephemerals: SlackMessage[];
  /** Emits `change` whenever anything a person sees has changed. */
  changes: EventEmitter;
}

/** The id of a person's direct channel with the bot. */
export function directOf(user: string): string {
  return `D${user.slice(1)}`;
}

/** `general` with the bot in it, `random` without, and each person's direct channel. */
export function createSlackState(users: readonly string[]): SlackState {
  const channels = new Map<string, SlackChannel>();
  const add = (channel: Omit<SlackChannel, 'messages'>) =>
    channels.set(channel.id, { ...channel, messages: [] });
  add({ id: 'C0GENERAL', name: 'general', kind: 'channel', hasBot: true, members: new Set(users) });
  add({ id: 'C0RANDOM', name: 'random', kind: 'channel', hasBot: false, members: new Set(users) });
  for (const user of users) {
    add({ id: directOf(user), name: 'directmessage', kind: 'im', hasBot: true, members: new Set([user]) });
  }
  const changes = new EventEmitter();
  changes.setMaxListeners(0);
  return { channels, views: new Map(), homes: new Map(), files: new Map(), ephemerals: [], changes };
}

/** Every element of a payload's blocks, with its block. */
export function elementsOf(blocks: readonly Block[]): { block: Block; element: Json }[] {
  return blocks.flatMap((block) => {
    const alone = [block.element, block.accessory].filter(isJson);
    return [...alone, ...asObjects(block.elements)].map((element) => ({ block, element }));
  });
}
