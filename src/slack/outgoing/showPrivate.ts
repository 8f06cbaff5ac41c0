import type { Reply } from '../../flows/reply.ts';
import type { NoticeView } from '../../flows/views/parts.ts';
import type { View } from '../../flows/views.ts';
import { type HandlerContext, noticeOf } from '../handlerContext.ts';
import { updateModal } from './modals.ts';
import type { Scene } from './scene.ts';

function notShown(why: string): NoticeView {
  return {
    kind: 'notice',
    tone: 'warning',
    title: why,
    text: ['Nothing was revealed. You can still reveal it.'],
    next: 'Press Reveal again and leave the window open.',
    buttons: [],
  };
}

/** They are on the screen whatever becomes of this; unconfirmed, an end of the process leaves one more chance. */
async function confirm(context: HandlerContext, { shown }: { shown?(): Promise<void> }): Promise<void> {
  await shown?.().catch((error: unknown) => context.options.log.error({ error }, 'private.notConfirmed'));
}

/**
 * Shows what is for one person's eyes, in the loading window that is already open: first claim, then show. When it
 * cannot be shown the claim is released, because losing the passwords for good is worse than asking twice.
 */
export async function showPrivate(
  context: HandlerContext,
  { modal }: Scene,
  claim: Extract<Reply, { type: 'private' }>['claim'],
  say: (view: View) => Promise<void>,
): Promise<void> {
  if (modal === undefined) return say(notShown("Slack didn't open the window."));
  let claimed: Awaited<ReturnType<typeof claim>>;
  try {
    claimed = await claim();
  } catch (error) {
    const notice = noticeOf(context, 'private.claim', error);
    if ((await updateModal(context, modal, notice)) !== 'shown') await say(notice);
    return;
  }
  const shown = await updateModal(context, modal, claimed.view).catch((error: unknown) => {
    context.options.log.error({ error }, 'slack.privateNotShown');
    return 'refused' as const;
  });
  if (shown === 'shown') {
    await confirm(context, claimed);
    return;
  }
  await claimed.release(shown === 'gone' ? 'the window was closed' : "Slack didn't show it");
  await say(
    notShown(shown === 'gone' ? 'The window was closed too early.' : "Slack didn't show the window."),
  );
}
