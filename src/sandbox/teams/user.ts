import { waitFor } from '../waiting.ts';
import type { UploadedFile } from './files.ts';
import { type Clickable, type ClickOptions, type ClickResult, click, invoke } from './person/clicking.ts';
import { consent } from './person/consent.ts';
import { conversationOf, type Desk, findMessage, type OpenDialog } from './person/desk.ts';
import { openExtension, queryExtension, submitDialog } from './person/dialogs.ts';
import { changeInstallation, type Said, type SayOptions, say } from './person/talking.ts';
import { textOf } from './textOf.ts';
import type { ConversationKind } from './wire.ts';
import type { TeamsMessage } from './world.ts';

/** One person using Teams. Messages may be given by themselves or by id. */
export interface TeamsUser {
  /** Sends a message; resolves when the bot has answered the request. */
  say(text: string, options?: SayOptions): Promise<Said>;
  /** What stands in a conversation now, oldest first: everybody's messages. */
  messages(conversation?: ConversationKind): TeamsMessage[];
  /** The bot's messages that hold a card. */
  cards(conversation?: ConversationKind): TeamsMessage[];
  /** Clicks a button, named by verb, title or id. Values of several choices are joined by commas. */
  click(
    message: Clickable,
    button: string,
    inputs?: Readonly<Record<string, string>>,
    options?: ClickOptions,
  ): Promise<ClickResult>;
  /** Clicks a button that opens a dialog; `card` of the result is the dialog's. */
  openDialog(message: Clickable, button: string): Promise<ClickResult>;
  /** Picks a command of the message extension; `card` of the result is the dialog's. */
  extension(commandId: string, conversation?: ConversationKind): Promise<ClickResult>;
  /** Searches with the message extension. */
  query(commandId: string, text: string, conversation?: ConversationKind): Promise<ClickResult>;
  submitDialog(
    inputs?: Readonly<Record<string, string>>,
    button?: string,
    options?: ClickOptions,
  ): Promise<ClickResult>;
  readonly dialog: OpenDialog | undefined;
  /** Closes the dialog; Teams tells nobody. */
  closeDialog(): void;
  /** Types into a choice set with `choices.data`; in the open dialog when no message is named. */
  typeahead(message: Clickable | undefined, dataset: string, text: string): Promise<ClickResult>;
  /** Answers a file consent card; after `accept` it waits until the file has arrived. */
  consent(message: Clickable, answer: 'accept' | 'decline'): Promise<ClickResult>;
  /** What the bot has put into this person's OneDrive. */
  files(): UploadedFile[];
  /**
   * The first message of the bot that fits, now or within the time.
   *
   * @throws Error with what is there instead
   */
  waitForMessage(
    fits: (message: TeamsMessage) => boolean,
    timeoutMs?: number,
    conversation?: ConversationKind,
  ): Promise<TeamsMessage>;
  install(kind?: ConversationKind): Promise<void>;
  uninstall(): Promise<void>;
}

/** Long enough for a slow bot on a busy machine; a test that waits in vain fails late rather than wrongly. */
const WAIT_MS = 10_000;

export function createUser(desk: Desk): TeamsUser {
  const { world, person } = desk;
  const messages = (kind: ConversationKind = 'personal') =>
    world.seenBy(person.aadObjectId, conversationOf(desk, kind).id);
  const fromBot = (kind?: ConversationKind) => messages(kind).filter(({ from }) => from === 'bot');
  return {
    say: (text, options = {}) => say(desk, text, options),
    messages,
    cards: (kind) => fromBot(kind).filter(({ card }) => card !== undefined),
    click: (message, button, inputs = {}, options = {}) => click(desk, message, button, inputs, options),
    openDialog: (message, button) => click(desk, message, button, {}, {}),
    extension: (commandId, kind = 'personal') => openExtension(desk, commandId, kind),
    query: (commandId, text, kind = 'personal') => queryExtension(desk, commandId, text, kind),
    submitDialog: (inputs = {}, button, options = {}) => submitDialog(desk, inputs, button, options),
    get dialog() {
      return desk.dialog;
    },
    closeDialog() {
      desk.dialog = undefined;
      world.changes.emit('change');
    },
    typeahead: (message, dataset, queryText) =>
      invoke(
        desk,
        'application/search',
        { queryText, queryOptions: { skip: 0, top: 15 }, dataset },
        message === undefined ? {} : { message: findMessage(desk, message) },
      ),
    consent: (message, answer) => consent(desk, findMessage(desk, message), answer),
    files: () => desk.files.uploadedFor(person.aadObjectId),
    waitForMessage: (fits, timeoutMs = WAIT_MS, kind = 'personal') =>
      waitFor(world.changes, () => fromBot(kind).find(fits), {
        what: `that message to ${person.name}`,
        timeoutMs,
        seen: () => fromBot(kind).slice(-5).map(textOf).join('\n---\n'),
      }),
    install: (kind) => changeInstallation(desk, true, kind),
    uninstall: () => changeInstallation(desk, false),
  };
}
