import { checkView } from './blockKit/checkView.ts';
import type { Delivered, Delivery } from './delivery.ts';
import { type Filling, fillValues, missingFields } from './inputs.ts';
import { makeView, viewToWire } from './methods.ts';
import { directOf, elementsOf, nextTs } from './state.ts';
import { textOf } from './textOf.ts';
import type { Json, SlackFile, SlackMessage, View } from './wire.ts';
import { describeFile, type SlackPerson, type World } from './world.ts';

/** A file a person picks. */
export interface PickedFile {
  name: string;
  content: string | Buffer;
  mimetype?: string;
}

/** What came of submitting a modal. */
export interface Submitted extends Delivered {
  /** Field errors, by block_id. */
  errors?: Record<string, string>;
  /** The modal on top now. */
  view?: View;
}

/** A person at their Slack client. */
export interface SlackUser {
  /** Types a slash command, in the direct chat unless a channel is named. */
  command(command: string, text?: string, options?: { channel?: string }): Promise<Delivered>;
  /** Writes to the bot directly, with files if given. */
  say(text: string, options?: { files?: readonly PickedFile[] }): Promise<Delivered>;
  /** Presses a button of a message; the message may be an old copy. */
  click(message: SlackMessage, actionId: string): Promise<Delivered>;
  /** Presses a button of the modal on top. */
  clickInModal(actionId: string): Promise<Delivered>;
  /** The modal on top. */
  openModal(): View | undefined;
  /** Fills inputs of the modal on top in; throws for what the client would refuse. */
  fill(values: Filling, files?: Readonly<Record<string, readonly PickedFile[]>>): void;
  /** Submits the modal on top. Throws when a required field is empty. */
  submit(): Promise<Submitted>;
  /** Closes the modal on top. */
  close(): Promise<void>;
  shortcut(callbackId: string): Promise<Delivered>;
  messageShortcut(callbackId: string, message: SlackMessage): Promise<Delivered>;
  openHome(): Promise<Delivered>;
  /** Oldest first; the direct chat unless a channel is named. */
  messages(channel?: string): SlackMessage[];
  ephemerals(): { channel: string; text: string }[];
  /** Files the bot has sent into the direct chat. */
  files(): { name: string; content: Buffer }[];
  /** The first message of the bot that fits. Throws with what is there instead. */
  waitForMessage(fits: (message: SlackMessage) => boolean, timeoutMs?: number): Promise<SlackMessage>;
  /** The modal on top once it fits. Throws with what is there instead. */
  waitForModal(fits: (view: View) => boolean, timeoutMs?: number): Promise<View>;
}

export function createUser(world: World, delivery: Delivery, person: SlackPerson): SlackUser {
  const user = person.slack;
  const direct = directOf(user);
  const who = {
    id: user,
    username: person.name.toLowerCase().replaceAll(' ', '.'),
    name: person.name,
    team_id: world.teamId,
  };
  const team = { id: world.teamId, domain: 'contoso' };

  const stack = (): View[] => world.state.views.get(user) ?? [];
  const top = (): View | undefined => stack().at(-1);
  const messages = (channel = direct): SlackMessage[] =>
    (world.state.channels.get(channel)?.messages ?? []).map((message) => structuredClone(message));

  function common(type: string): Json {
    return {
      type,
      token: 'legacy',
      team,
      user: who,
      api_app_id: world.appId,
      enterprise: null,
      is_enterprise_install: false,
      trigger_id: world.makeTrigger(user),
    };
  }

  function makeResponseUrl(channel: string, ts?: string): string {
    const id = world.nextId('R');
    // Slack: a response_url lives for 30 minutes.
    const until = world.now() + 30 * 60_000;
    world.responseUrls.set(id, { user, channel, uses: 0, until, ...(ts === undefined ? {} : { ts }) });
    return `${world.baseUrl}/slack/response/${id}`;
  }

  function addFiles(picked: readonly PickedFile[]): SlackFile[] {
    return picked.map(({ name, content, mimetype = 'text/csv' }) => {
      const file = { id: world.nextId('F'), name, mimetype, content: Buffer.from(content), user };
      world.state.files.set(file.id, file);
      return file;
    });
  }

  function describeAction(block: Json, element: Json): Json {
    return {
      type: element.type,
      action_id: element.action_id,
      block_id: block.block_id,
      action_ts: nextTs(world.now()),
      ...(element.value === undefined ? {} : { value: element.value }),
      ...(element.text === undefined ? {} : { text: element.text }),
    };
  }

  function findElement(blocks: SlackMessage['blocks'], actionId: string) {
    const found = elementsOf(blocks).find(({ element }) => element.action_id === actionId);
    if (found === undefined) throw new Error(`There is no ${actionId} here:\n${textOf({ blocks })}`);
    return describeAction(found.block, found.element);
  }

  function wait<T>(
    find: () => T | undefined,
    what: string,
    timeoutMs: number,
    seen: () => string,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        world.state.changes.off('change', look);
      };
      const look = () => {
        const found = find();
        if (found === undefined) return;
        stop();
        resolve(found);
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`${person.name} waited ${timeoutMs} ms for ${what}. There is:\n${seen()}`));
      }, timeoutMs);
      world.state.changes.on('change', look);
      look();
    });
  }

  /** Does what the bot's answer to a submission says. */
  function applyAnswer(view: View, answer: Delivered): Submitted {
    const open = stack();
    const index = open.findIndex(({ id }) => id === view.id);
    if (answer.status !== 200) return { ...answer, ...(top() === undefined ? {} : { view: top() as View }) };
    const body = (answer.body === '' ? {} : JSON.parse(answer.body)) as Json;
    const action = body.response_action;
    if (action === 'errors') {
      const errors = (body.errors ?? {}) as Record<string, string>;
      const inputs = view.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id);
      const unknown = Object.keys(errors).filter((blockId) => !inputs.includes(blockId));
      if (unknown.length > 0 || Object.keys(errors).length === 0) {
        world.protocolErrors.push({
          what: 'response_action errors',
          detail: `not inputs: ${unknown.join(', ')}`,
        });
      }
      return { ...answer, errors, view };
    }
    if (action === 'clear') open.length = 0;
    else if (action === 'update' || action === 'push') {
      const problems = checkView(body.view);
      if (problems.length > 0) world.violations.push({ where: `response_action ${action}`, problems });
      else if (action === 'push') open.push(makeView(world, body.view as Json));
      else if (index >= 0) open[index] = makeView(world, body.view as Json, view);
    } else if (index >= 0 && open[index]?.hash === view.hash) open.splice(index, 1);
    world.changed();
    const now = top();
    return { ...answer, ...(now === undefined ? {} : { view: now }) };
  }

  return {
    command: (command, text = '', options = {}) => {
      const channel = options.channel ?? direct;
      return delivery.form({
        token: 'legacy',
        team_id: world.teamId,
        team_domain: 'contoso',
        channel_id: channel,
        channel_name: channel.startsWith('D') ? 'directmessage' : 'general',
        user_id: user,
        user_name: who.username,
        command,
        text,
        api_app_id: world.appId,
        is_enterprise_install: 'false',
        response_url: makeResponseUrl(channel),
        trigger_id: world.makeTrigger(user),
      });
    },
    say(text, options = {}) {
      const files = addFiles(options.files ?? []);
      const ts = nextTs(world.now());
      world.state.channels
        .get(direct)
        ?.messages.push({ ts, channel: direct, user, text, blocks: [], files, edits: 0 });
      world.changed();
      return delivery.event({
        type: 'message',
        channel_type: 'im',
        channel: direct,
        user,
        text,
        ts,
        event_ts: ts,
        team: world.teamId,
        ...(files.length === 0
          ? {}
          : { subtype: 'file_share', files: files.map((file) => describeFile(world, file)) }),
      });
    },
    click(message, actionId) {
      return delivery.payload({
        ...common('block_actions'),
        container: {
          type: 'message',
          message_ts: message.ts,
          channel_id: message.channel,
          is_ephemeral: false,
        },
        channel: { id: message.channel, name: message.channel.startsWith('D') ? 'directmessage' : 'general' },
        message: {
          type: 'message',
          ts: message.ts,
          text: message.text,
          blocks: message.blocks,
          user: world.botUserId,
          bot_id: 'B0ROLLCALL',
        },
        state: { values: {} },
        response_url: makeResponseUrl(message.channel, message.ts),
        actions: [findElement(message.blocks, actionId)],
      });
    },
    clickInModal(actionId) {
      const view = top();
      if (view === undefined) throw new Error(`${person.name} has no modal open`);
      return delivery.payload({
        ...common('block_actions'),
        container: { type: 'view', view_id: view.id },
        view: viewToWire(world, view),
        actions: [findElement(view.blocks, actionId)],
      });
    },
    openModal: top,
    fill(values, files = {}) {
      const view = top();
      if (view === undefined) throw new Error(`${person.name} has no modal open`);
      const added = Object.fromEntries(
        Object.entries(files).map(([field, picked]) => [field, addFiles(picked)]),
      );
      fillValues(view, values, added, (file) => describeFile(world, file));
    },
    async submit() {
      const view = top();
      if (view === undefined) throw new Error(`${person.name} has no modal open`);
      const missing = missingFields(view);
      if (missing.length > 0) throw new Error(`Slack asks to fill in: ${missing.join(', ')}`);
      const answer = await delivery.payload({
        ...common('view_submission'),
        view: viewToWire(world, view),
        response_urls: [],
      });
      return applyAnswer(view, answer);
    },
    async close() {
      const view = stack().pop();
      world.changed();
      if (view?.notify_on_close !== true) return;
      await delivery.payload({ ...common('view_closed'), view: viewToWire(world, view), is_cleared: false });
    },
    shortcut: (callbackId) =>
      delivery.payload({ ...common('shortcut'), callback_id: callbackId, action_ts: nextTs(world.now()) }),
    messageShortcut: (callbackId, message) =>
      delivery.payload({
        ...common('message_action'),
        callback_id: callbackId,
        action_ts: nextTs(world.now()),
        message_ts: message.ts,
        channel: { id: message.channel, name: 'directmessage' },
        response_url: makeResponseUrl(message.channel),
        message: {
          type: 'message',
          ts: message.ts,
          user: message.user === 'bot' ? world.botUserId : message.user,
          text: message.text,
          files: message.files.map((file) => describeFile(world, file)),
        },
      }),
    openHome: () =>
      delivery.event({
        type: 'app_home_opened',
        user,
        channel: direct,
        tab: 'home',
        event_ts: nextTs(world.now()),
      }),
    messages,
    ephemerals: () =>
      world.state.ephemerals
        .filter((each) => each.user === user)
        .map(({ channel, text, blocks }) => ({ channel, text: textOf({ text, blocks }) })),
    files: () =>
      messages()
        .filter((message) => message.user === 'bot')
        .flatMap((message) =>
          message.files.map(({ name, content }) => ({ name, content: Buffer.from(content) })),
        ),
    waitForMessage: (fits, timeoutMs = 10_000) =>
      wait(
        () => messages().find((message) => message.user === 'bot' && fits(message)),
        'a message',
        timeoutMs,
        () => messages().slice(-5).map(textOf).join('\n---\n'),
      ),
    waitForModal: (fits, timeoutMs = 10_000) =>
      wait(
        () => {
          const view = top();
          return view !== undefined && fits(view) ? view : undefined;
        },
        'a modal',
        timeoutMs,
        () => textOf(top() ?? {}) || 'no modal',
      ),
  };
}
