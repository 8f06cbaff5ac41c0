import type { Place } from '../../domain/terms.ts';
import type { OutFile, Reply } from '../../flows/reply.ts';
import type { View } from '../../flows/views.ts';
import { type HandlerContext, noticeOf } from '../handlerContext.ts';
import { POINTER, pushModal, updateModal } from './modals.ts';
import type { Scene } from './scene.ts';
import { showPrivate } from './showPrivate.ts';
import { uploadFiles } from './uploads.ts';

/** The person's own chat, in which everything is answered that has no window. */
async function postDirect(
  room: HandlerContext,
  scene: Scene,
  view: View,
  files?: readonly OutFile[],
): Promise<void> {
  const { userId } = scene.speaker;
  const place: Place = await room.chat.openDirect(userId);
  const { conversationId } =
    scene.placeholder === undefined
      ? await room.chat.post(place, view, userId)
      : await room.chat.update(scene.placeholder, view, userId);
  if (files !== undefined && files.length > 0) {
    await uploadFiles(room.client, room.calls, conversationId, files);
  }
}

/** Puts a view where the person looks: in the modal, over it when it is a form, else in their chat. */
async function showHere(room: HandlerContext, scene: Scene, view: View): Promise<void> {
  const { modal, trigger } = scene;
  if (modal !== undefined) {
    if (!modal.isLoading && trigger !== undefined && (await pushModal(room, trigger, view))) return;
    if ((await updateModal(room, modal, view)) === 'shown') return;
  }
  await postDirect(room, scene, view);
}

async function showMessage(
  room: HandlerContext,
  scene: Scene,
  reply: Extract<Reply, { type: 'message' }>,
): Promise<void> {
  if (reply.here === true && scene.modal !== undefined && (reply.files ?? []).length === 0) {
    await showHere(room, scene, reply.view);
    return;
  }
  await postDirect(room, scene, reply.view, reply.files);
  if (scene.modal?.isLoading === true) await updateModal(room, scene.modal, POINTER);
  else if (scene.modal !== undefined && scene.trigger !== undefined) {
    await pushModal(room, scene.trigger, POINTER);
  } else await scene.pointer?.();
}

async function show(room: HandlerContext, scene: Scene, reply: Reply): Promise<void> {
  const { modal, message } = scene;
  switch (reply.type) {
    case 'message':
      return showMessage(room, scene, reply);
    case 'private':
      return showPrivate(room, scene, reply.claim, (view) => postDirect(room, scene, view));
    case 'form':
    case 'fieldErrors': {
      const view = reply.type === 'form' ? reply.view : reply.form;
      // A form that was closed meanwhile is not wanted any more.
      if (modal !== undefined) await updateModal(room, modal, view);
      else {
        await postDirect(room, scene, view);
        await scene.pointer?.();
      }
      return;
    }
    case 'replace':
      if (message !== undefined) await room.chat.update(message, reply.view);
      if (modal !== undefined) await updateModal(room, modal, reply.view);
      if (message === undefined && modal === undefined) await postDirect(room, scene, reply.view);
      return;
    case 'follow':
      if (modal !== undefined) await updateModal(room, modal, reply.view);
      if (message !== undefined) await room.chat.updateUnlessNewer(message, reply.view, scene.mark);
      return;
  }
}

/**
 * Shows what a flow answered, as far as Slack lets. What goes wrong on the way is told to the person, in their
 * chat when nowhere else.
 */
export async function answer(room: HandlerContext, scene: Scene, reply: Reply): Promise<void> {
  try {
    await show(room, scene, reply);
  } catch (error) {
    await showHere(room, scene, noticeOf(room, `answer.${reply.type}`, error));
  }
}
