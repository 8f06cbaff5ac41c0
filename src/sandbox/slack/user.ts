import { waitFor } from '../waiting.ts';
import type { Delivered } from './delivery.ts';
import { addFiles, type PickedFile } from './files.ts';
import type { Submitted } from './person/ackAnswers.ts';
import {
  clickHome,
  clickMessage,
  clickModal,
  type Picked,
  type Pressed,
  pickMessageShortcut,
  pickShortcut,
} from './person/clicking.ts';
import type { Desk } from './person/desk.ts';
import { closeModal, type Filling, fillModal, submitModal } from './person/modals.ts';
import { suggest } from './person/suggestions.ts';
import { openHome, say, sayInChannel, typeCommand } from './person/talking.ts';
import { textOf } from './textOf.ts';
import type { Json, SlackFile, SlackMessage, View } from './wire.ts';

/** A person at their Slack client. What they do resolves when the bot has answered the request. */
export interface SlackUser {
  /** Types a slash command, in the direct chat unless a channel is named. */
  command(command: string, text?: string, options?: { channel?: string }): Promise<Delivered>;
  /** Writes to the bot directly, with files if given; in the thread of a message (its `ts`) if given. */
  say(text: string, options?: { files?: readonly PickedFile[]; thread?: string }): Promise<Delivered>;
  /**
   * Writes in a channel (`C0GENERAL`); `@rollcall` is a mention. Undefined when the bot hears nothing of it.
   *
   * @throws Error when the person is not in the channel
   */
  sayInChannel(
    text: string,
    options?: { channel?: string; files?: readonly PickedFile[] },
  ): Promise<Delivered | undefined>;
  /** Puts a file into the workspace without sharing it. */
  upload(file: PickedFile): SlackFile;
  /** Presses a button of a message, or picks `value` in one of its menus; the message may be an old copy. */
  click(message: SlackMessage, pressed: Pressed, value?: Picked): Promise<Delivered>;
  /** Presses a button of the modal on top, or picks `value` in a menu that tells the app at once. */
  clickInModal(pressed: Pressed, value?: Picked): Promise<Delivered>;
  /** The same thing twice at the same time, as an impatient person does: `mia.twice(() => mia.submit())`. */
  twice<T>(act: () => Promise<T>): Promise<[T, T]>;
  /** The modal on top, as stored. */
  openModal(): View | undefined;
  /** Fills inputs of the modal on top in; throws for what the client would refuse. */
  fill(values: Filling, files?: Readonly<Record<string, readonly PickedFile[]>>): void;
  /** Submits the modal on top. Throws when the client would not: a required field is empty, say. */
  submit(): Promise<Submitted>;
  /** Closes the modal on top, or the whole stack. */
  close(options?: { all?: boolean }): Promise<void>;
  /** Types into an external select of the modal on top; the options can be filled in afterwards. */
  suggest(blockId: string, query: string): Promise<Json[]>;
  shortcut(callbackId: string): Promise<Delivered>;
  messageShortcut(callbackId: string, message: SlackMessage): Promise<Delivered>;
  openHome(): Promise<Delivered>;
  /** The bot's Home tab as it was last published. */
  home(): View | undefined;
  /** Presses a button in the Home tab, or picks `value` in one of its menus. */
  clickHome(pressed: Pressed, value?: Picked): Promise<Delivered>;
  /** Oldest first; the direct chat unless a channel is named. */
  messages(channel?: string): SlackMessage[];
  /** The visible text of what only this person was shown. */
  ephemerals(): { channel: string; text: string }[];
  /** The same as messages, which can be clicked. */
  ephemeralMessages(): SlackMessage[];
  /** Files the bot has sent into the direct chat. */
  files(): { name: string; content: Buffer }[];
  /** The first message of the bot in the direct chat that fits. Throws with what is there instead. */
  waitForMessage(fits: (message: SlackMessage) => boolean, timeoutMs?: number): Promise<SlackMessage>;
  /** The modal on top once it fits. Throws with what is there instead. */
  waitForModal(fits: (view: View) => boolean, timeoutMs?: number): Promise<View>;
}

/** A copy that stays as it is when the message is updated. */
function copy(message: SlackMessage): SlackMessage {
  // Updates put new lists in the place of old ones, so the lists can be shared.
  return { ...message };
}

/** Long enough for the slowest answer of a healthy bot; a test that fails should not wait longer. */
const WAIT_MS = 10_000;

/** The person at this desk, ready to act. Waiting takes 10 seconds at most unless told otherwise. */
export function createUser(desk: Desk): SlackUser {
  const { world, user, direct } = desk;
  const listed = (channel: string) => world.state.channels.get(channel)?.messages ?? [];
  const top = () => desk.stack().at(-1);
  const mine = () => world.state.ephemerals.filter(({ ephemeralFor }) => ephemeralFor === user);
  return {
    command: (command, text = '', options = {}) =>
      typeCommand(desk, command, text, options.channel ?? direct),
    say: (text, options = {}) => say(desk, text, options.files ?? [], options.thread),
    sayInChannel: (text, options = {}) =>
      sayInChannel(desk, text, options.channel ?? 'C0GENERAL', options.files ?? []),
    upload(file) {
      const [added] = addFiles(world, user, [file]);
      if (added === undefined) throw new Error('nothing was uploaded');
      return added;
    },
    click: (message, pressed, value) => clickMessage(desk, message, pressed, value),
    clickInModal: (pressed, value) => clickModal(desk, pressed, value),
    twice: (act) => Promise.all([act(), act()]),
    openModal: top,
    fill(values, files = {}) {
      const picked = Object.entries(files).map(([blockId, each]) => [blockId, { files: each }]);
      fillModal(desk, { ...values, ...Object.fromEntries(picked) });
    },
    submit: () => submitModal(desk),
    close: (options = {}) => closeModal(desk, options.all === true),
    suggest: (blockId, query) => suggest(desk, blockId, query),
    shortcut: (callbackId) => pickShortcut(desk, callbackId),
    messageShortcut: (callbackId, message) => pickMessageShortcut(desk, callbackId, message),
    openHome: () => openHome(desk),
    home: () => world.state.homes.get(user),
    clickHome: (pressed, value) => clickHome(desk, pressed, value),
    messages: (channel = direct) => listed(channel).map(copy),
    ephemerals: () => mine().map((message) => ({ channel: message.channel, text: textOf(message) })),
    ephemeralMessages: () => mine().map(copy),
    files: () =>
      listed(direct)
        .filter((message) => message.user === 'bot')
        .flatMap(({ files }) => files.map(({ name, content }) => ({ name, content: Buffer.from(content) }))),
    async waitForMessage(fits, timeoutMs = WAIT_MS) {
      const isIt = (message: SlackMessage) => message.user === 'bot' && fits(message);
      return copy(
        await waitFor(world.state.changes, () => listed(direct).find(isIt), {
          what: 'that message',
          timeoutMs,
          seen: () => listed(direct).slice(-5).map(textOf).join('\n---\n'),
        }),
      );
    },
    waitForModal(fits, timeoutMs = WAIT_MS) {
      const find = () => {
        const view = top();
        return view !== undefined && fits(view) ? view : undefined;
      };
      const seen = () => textOf(top() ?? {}) || 'no modal';
      return waitFor(world.state.changes, find, { what: 'that modal', timeoutMs, seen });
    },
  };
}
