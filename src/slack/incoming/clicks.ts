import type { BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { HandlerContext } from '../handlerContext.ts';
import { perform } from '../outgoing/perform.ts';
import type { Typing } from '../outgoing/typing.ts';
import { CUSTOMER } from '../views/customers/customerMenu.ts';
import { fieldOfBlock, listOfBlock } from './fieldIds.ts';
import { findPlace } from './findPlace.ts';
import { readFields, readTarget } from './formState.ts';
import { publishHome } from './home.ts';
import { messageAt, type SlackBody, speakerOf } from './identify.ts';

/** Elements of modals that act as soon as something is chosen. */
const MENUS: readonly string[] = ['static_select', 'multi_static_select'];

/** What a menu that acts at once was set to, under its block's field; nothing for a button. */
function chosenIn(action: BlockAction['actions'][number]): ReturnType<typeof readFields> {
  if (action.type !== 'static_select') return {};
  return readFields({ [action.block_id]: { [action.action_id]: action } });
}

/** A menu that stands in a message or in the Home tab as well: it goes on for another customer. */
function isCustomerMenu({ type, block_id }: BlockAction['actions'][number]): boolean {
  return type === 'static_select' && typeof block_id === 'string' && fieldOfBlock(block_id) === CUSTOMER;
}

/** What a menu outside of a form is about; there is no other place for it. */
function targetOfMenu({ block_id }: BlockAction['actions'][number]): { id?: string } {
  const id = listOfBlock(block_id);
  return id === undefined ? {} : { id };
}

/** Typing in a field of a modal that answers while somebody types. */
function isTyping(action: BlockAction['actions'][number]): boolean {
  return action.type === 'plain_text_input';
}

/**
 * Buttons, on messages, in modals and in the Home tab, and menus that act at once. What is done in a modal
 * carries along what is typed there; a menu is about what its modal is about.
 */
export async function handleClick(
  context: HandlerContext,
  typing: Typing,
  { action, body, ack }: Pick<SlackActionMiddlewareArgs<BlockAction>, 'action' | 'body' | 'ack'>,
): Promise<void> {
  await ack();
  const { view, channel, message } = body;
  const isMenu = MENUS.includes(action.type) && view?.type === 'modal';
  if (action.type !== 'button' && !isMenu && !isTyping(action) && !isCustomerMenu(action)) return;
  const where = view?.id ?? channel?.id ?? '';
  const speaker = speakerOf(context, body as SlackBody);
  if (await context.dedupe.click(speaker, where, action.action_ts, action.action_id)) return;
  if (view !== undefined && isTyping(action)) {
    typing({
      action: action.action_id,
      input: { ...readTarget(view.private_metadata), fields: readFields(view.state?.values) },
      speaker,
      modal: { id: view.id, hash: view.hash, isLoading: false },
    });
    return;
  }
  const target =
    isCustomerMenu(action) && !isMenu
      ? { ...targetOfMenu(action), fields: chosenIn(action) }
      : readTarget(action.type === 'button' ? action.value : view?.private_metadata);
  if (view?.type === 'home') {
    context.background.run(speaker.userId, async () => {
      const place = () => context.chat.openDirect(speaker.userId);
      const scene = { speaker, trigger: body.trigger_id };
      await perform(context, { action: action.action_id, input: target, place, scene });
      await publishHome(context, speaker);
    });
    return;
  }
  if (view !== undefined) {
    context.background.run(speaker.userId, () =>
      perform(context, {
        action: action.action_id,
        input: { ...target, fields: { ...readFields(view.state?.values), ...chosenIn(action) } },
        place: () => context.chat.openDirect(speaker.userId),
        scene: {
          speaker,
          trigger: body.trigger_id,
          modal: { id: view.id, hash: view.hash, isLoading: false, form: view },
        },
      }),
    );
    return;
  }
  if (channel === undefined || message === undefined) return;
  const ref = messageAt(context, channel.id, message.ts);
  context.background.run(speaker.userId, () =>
    perform(context, {
      action: action.action_id,
      input: target,
      place: async () => ({ ...(await findPlace(context, speaker, channel.id)), message: ref }),
      clicked: ref,
      scene: { speaker, trigger: body.trigger_id },
    }),
  );
}
