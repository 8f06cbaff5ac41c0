import type { NoticeView } from '../../flows/views/parts.ts';
import type { View } from '../../flows/views.ts';
import { type HandlerContext, WORKING } from '../handlerContext.ts';
import { renderModal } from '../views/render.ts';
import { slackError } from './calls.ts';

/** A modal that is open. */
export interface OpenModal {
  id: string;
  /** Its state when the click was made: an update is refused when somebody changed it since. */
  hash?: string;
  /** It shows that the bot is working, so something must take its place. */
  isLoading: boolean;
}

/** Said where the answer is not. */
export const POINTER: NoticeView = {
  kind: 'notice',
  tone: 'info',
  title: 'I answered in our chat.',
  text: [],
  next: 'You find it under Apps, Rollcall. You can close this window.',
  buttons: [],
};

/**
 * Opens a window at once, since a trigger lives 3 s, and says in it that the bot is working. Undefined when Slack
 * did not open it. Never repeated: a trigger works once.
 */
export async function openLoading(context: HandlerContext, trigger: string): Promise<OpenModal | undefined> {
  try {
    const { view } = await context.calls.call('views.open', 'never', () =>
      context.client.views.open({ trigger_id: trigger, view: renderModal(WORKING) }),
    );
    return view?.id === undefined ? undefined : { id: view.id, isLoading: true };
  } catch {
    return undefined;
  }
}

/** `gone`: the person closed it. `changed`: it shows something newer. */
type Shown = 'shown' | 'gone' | 'changed';

/** Shows a view in a modal. Throws what Slack refuses for any other reason. */
export async function updateModal(
  context: HandlerContext,
  { id, hash }: OpenModal,
  view: View,
): Promise<Shown> {
  try {
    await context.calls.call('views.update', 'safe', () =>
      context.client.views.update({
        view_id: id,
        view: renderModal(view),
        ...(hash === undefined ? {} : { hash }),
      }),
    );
    return 'shown';
  } catch (error) {
    if (slackError(error) === 'not_found') return 'gone';
    if (slackError(error) === 'hash_conflict') return 'changed';
    throw error;
  }
}

/** Lays a view over a form, which keeps what was typed. False when Slack did not. */
export async function pushModal(context: HandlerContext, trigger: string, view: View): Promise<boolean> {
  try {
    await context.calls.call('views.push', 'never', () =>
      context.client.views.push({ trigger_id: trigger, view: renderModal(view) }),
    );
    return true;
  } catch {
    return false;
  }
}
