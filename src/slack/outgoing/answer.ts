import type { MessageRef } from '../../domain/terms.ts';
import type { OutFile, Reply } from '../../flows/reply.ts';
import type { View } from '../../flows/views.ts';
import { type HandlerContext, noticeOf } from '../handlerContext.ts';
import { renderMessage } from '../views/render.ts';
import type { OpenForm } from './layOver.ts';
import { type OpenModal, openForm, POINTER, pushModal, showAbove, updateModal } from './modals.ts';
import type { Scene } from './scene.ts';
import { showPrivate } from './showPrivate.ts';
import { uploadFiles } from './uploads.ts';

async function postAnew({ chat }: HandlerContext, userId: string, view: View): Promise<MessageRef> {
  return chat.post(await chat.openDirect(userId), view, userId);
}

/** Puts a view in the place of the sign of life; a sign that Slack does not let change is taken away in the end. */
async function replaceSign(
  { chat, options }: HandlerContext,
  scene: Scene,
  view: View,
): Promise<MessageRef | undefined> {
  const { placeholder, speaker } = scene;
  if (placeholder === undefined) return undefined;
  try {
    const ref = await chat.update(placeholder, view, speaker.userId);
    delete scene.placeholder;
    return ref;
  } catch (error) {
    options.log.warn({ error }, 'slack.signNotReplaced');
    return undefined;
  }
}

/** The person's own chat, in which everything is answered that has no window. */
async function postDirect(
  context: HandlerContext,
  scene: Scene,
  view: View,
  files?: readonly OutFile[],
): Promise<MessageRef> {
  const { userId } = scene.speaker;
  const ref = (await replaceSign(context, scene, view)) ?? (await postAnew(context, userId, view));
  if (files !== undefined && files.length > 0) {
    await uploadFiles(context.client, context.calls, ref.conversationId, files);
  }
  return ref;
}

/**
 * A notice with its files, as one message. False for anything that is changed or pressed later: Slack does not say where
 * that message is.
 */
async function postWithFiles(
  context: HandlerContext,
  { speaker: { userId } }: Scene,
  { view, files = [], shown }: Extract<Reply, { type: 'message' }>,
): Promise<boolean> {
  const isLasting = shown !== undefined || view.kind !== 'notice' || view.buttons.length > 0;
  if (files.length === 0 || isLasting) return false;
  const { conversationId } = await context.chat.openDirect(userId);
  await uploadFiles(context.client, context.calls, conversationId, files, renderMessage(view).blocks);
  return true;
}

function hasForm(modal: OpenModal | undefined): modal is OpenModal & { form: OpenForm } {
  return modal?.form !== undefined;
}

/** Puts a view where the person looks: in the modal, over it when it is a form, else in their chat. */
async function showHere(context: HandlerContext, scene: Scene, view: View): Promise<void> {
  const { modal, trigger } = scene;
  if (modal !== undefined) {
    if (!modal.isLoading && trigger !== undefined && (await pushModal(context, trigger, view))) return;
    if (hasForm(modal) && (await showAbove(context, modal, view)) === 'shown') return;
    if ((await updateModal(context, modal, view)) === 'shown') return;
  }
  await postDirect(context, scene, view);
}

async function showMessage(
  context: HandlerContext,
  scene: Scene,
  reply: Extract<Reply, { type: 'message' }>,
): Promise<void> {
  if (reply.here === true && scene.modal !== undefined && (reply.files ?? []).length === 0) {
    await showHere(context, scene, reply.view);
    return;
  }
  if (!(await postWithFiles(context, scene, reply))) {
    const at = await postDirect(context, scene, reply.view, reply.files);
    await reply.shown?.(at);
  }
  for (const { ref, view } of reply.outdated ?? []) {
    // What it says is a help; the new message is there in any case.
    await context.chat.update(ref, view).catch((error: unknown) => {
      context.options.log.warn({ error }, 'slack.outdatedNotShown');
    });
  }
  if (scene.modal?.isLoading === true) await updateModal(context, scene.modal, POINTER);
  else if (hasForm(scene.modal) && scene.trigger === undefined)
    await showAbove(context, scene.modal, POINTER);
  else if (scene.modal !== undefined && scene.trigger !== undefined) {
    await pushModal(context, scene.trigger, POINTER);
  } else await scene.pointer?.();
}

async function show(context: HandlerContext, scene: Scene, reply: Reply): Promise<void> {
  const { modal, message, trigger } = scene;
  switch (reply.type) {
    case 'message':
      return showMessage(context, scene, reply);
    case 'private':
      return showPrivate(context, scene, reply.claim, async (view) => {
        await postDirect(context, scene, view);
      });
    case 'form':
    case 'fieldErrors': {
      const view = reply.type === 'form' ? reply.view : reply.form;
      // A form that was closed meanwhile is not wanted any more.
      if (modal !== undefined) await updateModal(context, modal, view);
      else if (trigger === undefined || !(await openForm(context, trigger, view))) {
        await postDirect(context, scene, (reply.type === 'form' ? reply.card : undefined) ?? view);
        await scene.pointer?.();
      }
      return;
    }
    case 'replace':
      if (message !== undefined) await context.chat.update(message, reply.view);
      if (modal !== undefined) await updateModal(context, modal, reply.view);
      if (message === undefined && modal === undefined) await postDirect(context, scene, reply.view);
      return;
    case 'follow':
      if (modal !== undefined) await updateModal(context, modal, reply.view);
      if (message !== undefined) await context.chat.updateUnlessNewer(message, reply.view, scene.mark);
      return;
  }
}

/**
 * Shows what a flow answered, as far as Slack lets. What goes wrong on the way is told to the person, in their
 * chat when nowhere else.
 */
export async function answer(context: HandlerContext, scene: Scene, reply: Reply): Promise<void> {
  try {
    await show(context, scene, reply);
  } catch (error) {
    await showHere(context, scene, noticeOf(context, `answer.${reply.type}`, error));
  } finally {
    // The answer is elsewhere: nothing is being worked on any more.
    if (scene.placeholder !== undefined) await context.chat.remove(scene.placeholder);
  }
}
