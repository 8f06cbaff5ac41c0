import type { KnownBlock, ModalView } from '@slack/types';
import type { NoticeView } from '../../flows/views/parts.ts';
import type { View } from '../../flows/views.ts';
import { type HandlerContext, WORKING } from '../handlerContext.ts';
import { renderModal } from '../views/render.ts';
import { slackError } from './calls.ts';
import { layOver, type OpenForm } from './layOver.ts';

/** A modal that is open. */
export interface OpenModal {
  id: string;
  /** Its state when the click was made: an update is refused when somebody changed it since. */
  hash?: string;
  /** It shows that the bot is working, so something must take its place. */
  isLoading: boolean;
  /** The form that is in it, or was before the loading view: what was typed there must not be lost. */
  form?: OpenForm;
}

/** Said where the answer is not. */
export const POINTER: NoticeView = {
  kind: 'notice',
  tone: 'info',
  title: 'The answer is in our chat.',
  text: [],
  next: 'Find it under Apps, Rollcall. You can close this window.',
  buttons: [],
};

/** Undefined when Slack did not open it. Never repeated: a trigger works once, and for 3 s. */
async function openModal(context: HandlerContext, trigger: string, view: View): Promise<string | undefined> {
  try {
    const opened = await context.calls.call('views.open', 'never', () =>
      context.client.views.open({ trigger_id: trigger, view: renderModal(view) }),
    );
    return opened.view?.id;
  } catch {
    return undefined;
  }
}

/** Opens a window at once, since a trigger lives 3 s, and says in it that the bot is working. */
export async function openLoading(context: HandlerContext, trigger: string): Promise<OpenModal | undefined> {
  const id = await openModal(context, trigger, WORKING);
  return id === undefined ? undefined : { id, isLoading: true };
}

/**
 * Opens a form that is ready, after a command that may answer with something else. False when Slack did not: Slack,
 * "Modals": a trigger expires 3 s after it was sent.
 */
export async function openForm(context: HandlerContext, trigger: string, view: View): Promise<boolean> {
  return (await openModal(context, trigger, view)) !== undefined;
}

/** `gone`: the person closed it. `changed`: it shows something newer. */
type Shown = 'shown' | 'gone' | 'changed';

/** Shows a view in a modal. Throws what Slack refuses for any other reason. */
export function updateModal(context: HandlerContext, modal: OpenModal, view: View): Promise<Shown> {
  return replaceModal(context, modal, renderModal(view));
}

/** Shows a view above the form, which keeps what was typed. */
export function showAbove(
  context: HandlerContext,
  modal: OpenModal & { form: OpenForm },
  view: View,
): Promise<Shown> {
  const { blocks } = renderModal(view);
  return replaceModal(context, modal, layOver(modal.form, blocks as KnownBlock[]));
}

/** The modal's new state is noted, so that it can be replaced once more. */
async function replaceModal(context: HandlerContext, modal: OpenModal, view: ModalView): Promise<Shown> {
  const { id, hash } = modal;
  try {
    const shown = await context.calls.call('views.update', 'safe', () =>
      context.client.views.update({
        view_id: id,
        view,
        ...(hash === undefined ? {} : { hash }),
      }),
    );
    if (hash !== undefined && shown.view?.hash !== undefined) modal.hash = shown.view.hash;
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
