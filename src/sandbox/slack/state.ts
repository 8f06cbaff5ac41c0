import { EventEmitter } from 'node:events';
import type { Block, Json, SlackFile, SlackMessage, View } from './wire.ts';

/** A conversation. Direct ones are named after their person. */
export interface SlackChannel {
  id: string;
  kind: 'im' | 'channel';
  /** The bot is in it. */
  hasBot: boolean;
  messages: SlackMessage[];
}

export interface SlackState {
  channels: Map<string, SlackChannel>;
  /** Open modals by user id, the top one last. */
  views: Map<string, View[]>;
  /** Published App Homes by user id. */
  homes: Map<string, View>;
  files: Map<string, SlackFile>;
  ephemerals: { user: string; channel: string; text: string; blocks: Block[] }[];
  /** Emits `change` whenever anything a person sees has changed. */
  changes: EventEmitter;
}

/** The id of a person's direct channel with the bot. */
export function directOf(user: string): string {
  return `D${user.slice(1)}`;
}

export function createSlackState(users: readonly string[]): SlackState {
  const channels = new Map<string, SlackChannel>([
    ['C0GENERAL', { id: 'C0GENERAL', kind: 'channel', hasBot: true, messages: [] }],
    ['C0RANDOM', { id: 'C0RANDOM', kind: 'channel', hasBot: false, messages: [] }],
  ]);
  for (const user of users) {
    channels.set(directOf(user), { id: directOf(user), kind: 'im', hasBot: true, messages: [] });
  }
  const changes = new EventEmitter();
  changes.setMaxListeners(0);
  return { channels, views: new Map(), homes: new Map(), files: new Map(), ephemerals: [], changes };
}

let lastTs = 0;

/** A message's ts: seconds with six digits, unique and rising. */
export function nextTs(now: number): string {
  lastTs = Math.max(lastTs + 1, now * 1_000);
  return `${Math.floor(lastTs / 1_000_000)}.${String(lastTs % 1_000_000).padStart(6, '0')}`;
}

/** Every block and element of a payload that has an id, with its block. */
export function elementsOf(blocks: readonly Block[]): { block: Block; element: Json }[] {
  return blocks.flatMap((block) => {
    const inside = [block.element, block.accessory, ...(Array.isArray(block.elements) ? block.elements : [])];
    return inside
      .filter((element): element is Json => typeof element === 'object' && element !== null)
      .map((element) => ({ block, element }));
  });
}
