import { NotThere } from '../../notThere.ts';
import type { ActivityMaker } from '../activities.ts';
import type { BotClient } from '../botClient.ts';
import type { FileServer } from '../files.ts';
import type { Judge } from '../judge.ts';
import type { TeamsSwitches } from '../switches.ts';
import type { ConversationKind } from '../wire.ts';
import type { TeamsMessage, TeamsPerson, World } from '../world.ts';
import type { InvokeOutcome } from './invokeAnswers.ts';

/** The dialog a person has open. */
export interface OpenDialog {
  title: string;
  card?: NonNullable<InvokeOutcome['card']>;
  url?: string;
  /** Opened by a card's button, or by a command of the message extension. */
  from: { kind: 'task' } | { kind: 'extension'; commandId: string };
  conversation: ConversationKind;
  /** The message whose button opened it. */
  message?: { id: string; thread?: string };
}

/** One person at their client: what all that they do needs. */
export interface Desk {
  world: World;
  judge: Judge;
  bot: BotClient;
  files: FileServer;
  activities: ActivityMaker;
  switches: TeamsSwitches;
  person: TeamsPerson;
  dialog: OpenDialog | undefined;
}

/** The conversation of one kind that this person is in. */
export function conversationOf({ world, person }: Desk, kind: ConversationKind) {
  return world.of(person.aadObjectId, kind);
}

/**
 * A message as this person sees it now, by itself or its id.
 *
 * @throws Error when it is gone
 */
export function findMessage({ world, person }: Desk, message: { id: string } | string): TeamsMessage {
  const id = typeof message === 'string' ? message : message.id;
  const found = world.conversations
    .filter(({ members }) => members.includes(person.aadObjectId))
    .flatMap((conversation) => world.seenBy(person.aadObjectId, conversation.id))
    .find((one) => one.id === id);
  if (found === undefined) throw new NotThere(`${person.name} sees no message ${id}`);
  return found;
}

/** The thread a message belongs to, in a channel. */
export function threadOf({ world }: Desk, message: TeamsMessage): string | undefined {
  if (world.find(message.conversationId)?.kind !== 'channel') return undefined;
  return message.thread ?? message.id;
}
