import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { ADAPTIVE_CARD, type Attachment, type Card, type ConversationKind, isJson } from './wire.ts';

/** Somebody in the loopback tenant. */
export interface TeamsPerson {
  name: string;
  aadObjectId: string;
  /** Teams' own id, `29:…`: the bot learns it from what this person sends. */
  mri: string;
  /** Has the bot in the personal scope. */
  installed: boolean;
}

export interface Conversation {
  /** Without `;messageid=`. */
  id: string;
  kind: ConversationKind;
  name: string;
  /** Object ids. */
  members: readonly string[];
  /** The bot is in it. A personal chat follows the person's `installed`. */
  installed: boolean;
}

/** A message as one person sees it now. */
export interface TeamsMessage {
  id: string;
  conversationId: string;
  /** `bot`, or the sender's object id. */
  from: string;
  text: string;
  attachments: Attachment[];
  /** The first Adaptive Card, as this person sees it. */
  card?: Card;
  summary?: string;
  /** Root of the thread, in a channel. */
  thread?: string;
  at: string;
  /** Times it was updated by the bot. */
  edits: number;
}

interface StoredMessage extends Omit<TeamsMessage, 'card'> {
  deleted: boolean;
  /** Cards that came back from a click: only the person who clicked sees them, until the bot updates the message. */
  views: Map<string, Card>;
}

export interface World {
  tenantId: string;
  bot: { id: string; name: string };
  people: TeamsPerson[];
  conversations: Conversation[];
  team: { id: string; name: string; aadGroupId: string };
  messages: StoredMessage[];
  /** Emits `change` after every new, updated or deleted message, upload or dialog. */
  changes: EventEmitter;
  /** Typing indicators the bot has sent. */
  typings: number;
  /** What people sent that holds `${`: allowed to come back in a card. */
  heard: string[];
  now(): number;
  nextId(): string;
  personOf(id: string): TeamsPerson | undefined;
  personal(aadObjectId: string): Conversation;
  /** Takes ids with and without `;messageid=`. */
  find(conversationId: string): Conversation | undefined;
  /**
   * Gives this person's 1:1 chat another id; under the old one it answers 404 ConversationNotFound. Microsoft: "Status
   * codes from bot conversational APIs".
   */
  moveDirect(aadObjectId: string): void;
  of(aadObjectId: string, kind: ConversationKind): Conversation;
  isHere(conversation: Conversation): boolean;
  add(message: Omit<TeamsMessage, 'card' | 'at' | 'edits' | 'id'> & { id?: string }): StoredMessage;
  /** Copies of what this person sees, oldest first. */
  seenBy(aadObjectId: string, conversationId: string): TeamsMessage[];
  hear(text: string): void;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function firstCard(attachments: readonly Attachment[]): Card | undefined {
  const content = attachments.find(({ contentType }) => contentType === ADAPTIVE_CARD)?.content;
  return isJson(content) ? content : undefined;
}

function viewFor(message: StoredMessage, aadObjectId: string): TeamsMessage {
  const { deleted: _deleted, views, ...rest } = structuredClone(message);
  const own = views.get(aadObjectId);
  if (own !== undefined) {
    rest.attachments = rest.attachments.map((attachment) =>
      attachment.contentType === ADAPTIVE_CARD ? { ...attachment, content: own } : attachment,
    );
  }
  const card = firstCard(rest.attachments);
  return { ...rest, ...(card === undefined ? {} : { card }) };
}

function makeConversations(people: readonly TeamsPerson[]): Conversation[] {
  const members = people.map(({ aadObjectId }) => aadObjectId);
  const shared = { members, installed: true };
  return [
    ...people.map(
      ({ aadObjectId, name }): Conversation => ({
        id: `a:1${hash(`personal ${aadObjectId}`)}`,
        kind: 'personal',
        name,
        members: [aadObjectId],
        installed: true,
      }),
    ),
    { id: `19:${hash('channel').slice(0, 32)}@thread.tacv2`, kind: 'channel', name: 'Helpdesk', ...shared },
    {
      id: `19:${hash('pair').slice(0, 32)}@unq.gbl.spaces`,
      kind: 'pair',
      name: 'Two people',
      members: members.slice(0, 2),
      installed: false,
    },
    { id: `19:${hash('group').slice(0, 32)}@thread.v2`, kind: 'group', name: 'New starters', ...shared },
  ];
}

/** The tenant's people, their personal chats, one team with one channel, one group chat, and all messages. */
export function createWorld(options: {
  appId: string;
  tenantId: string;
  users: readonly { name: string; teams: string }[];
  now: () => number;
}): World {
  const people = options.users.map(
    ({ name, teams }): TeamsPerson => ({
      name,
      aadObjectId: teams,
      mri: `29:1${hash(`user ${teams}`)}`,
      installed: true,
    }),
  );
  const conversations = makeConversations(people);
  const messages: StoredMessage[] = [];
  const heard: string[] = [];
  const changes = new EventEmitter().setMaxListeners(0);
  let lastId = 0;

  function nextId(): string {
    lastId = Math.max(options.now(), lastId + 1);
    return String(lastId);
  }
  function find(conversationId: string): Conversation | undefined {
    const id = conversationId.split(';messageid=')[0];
    return conversations.find((conversation) => conversation.id === id);
  }
  function of(aadObjectId: string, kind: ConversationKind): Conversation {
    const found = conversations.find(
      (conversation) => conversation.kind === kind && conversation.members.includes(aadObjectId),
    );
    if (found === undefined) throw new Error(`${aadObjectId} is not in the loopback Teams`);
    return found;
  }

  return {
    tenantId: options.tenantId,
    bot: { id: `28:${options.appId}`, name: 'Rollcall' },
    people,
    conversations,
    team: {
      id: `19:${hash('team').slice(0, 32)}@thread.tacv2`,
      name: 'Contoso IT',
      aadGroupId: 'a1b6b0f2-0000',
    },
    messages,
    changes,
    typings: 0,
    heard,
    now: options.now,
    nextId,
    personOf: (id) => people.find(({ aadObjectId, mri }) => aadObjectId === id || mri === id),
    personal: (aadObjectId) => of(aadObjectId, 'personal'),
    find,
    moveDirect(aadObjectId) {
      const conversation = of(aadObjectId, 'personal');
      conversation.id = `a:1${hash(`moved ${conversation.id}`)}`;
    },
    of,
    isHere(conversation) {
      if (conversation.kind !== 'personal') return conversation.installed;
      return people.find(({ aadObjectId }) => aadObjectId === conversation.members[0])?.installed === true;
    },
    add(message) {
      const stored: StoredMessage = {
        ...message,
        id: message.id ?? nextId(),
        at: new Date(options.now()).toISOString(),
        edits: 0,
        deleted: false,
        views: new Map(),
      };
      messages.push(stored);
      changes.emit('change');
      return stored;
    },
    seenBy(aadObjectId, conversationId) {
      const id = find(conversationId)?.id;
      return messages
        .filter((message) => message.conversationId === id && !message.deleted)
        .map((message) => viewFor(message, aadObjectId));
    },
    hear(text) {
      if (text.includes('${')) heard.push(text);
    },
  };
}
