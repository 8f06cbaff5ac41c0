import type { Place } from '../domain/terms.ts';
import type { RawInput, Speaker } from '../flows/action.ts';
import type { Background } from '../flows/background.ts';
import { showError } from '../flows/errorViews.ts';
import type { Reply } from '../flows/reply.ts';
import type { Signs } from '../flows/signs.ts';
import type { NoticeView, WorkingView } from '../flows/views/parts.ts';
import type { Dedupe } from './incoming/dedupe.ts';
import type { SlackOptions } from './options.ts';
import type { SlackChat } from './outgoing/chat.ts';
import { nameTrouble } from './outgoing/nameTrouble.ts';
import type { Workspace } from './workspaces/workspace.ts';

/** What the handlers of all workspaces share. */
export interface SharedContext {
  options: SlackOptions;
  /** Reaches every workspace, each with its own token. */
  chat: SlackChat;
  dedupe: Dedupe;
  background: Background;
  signs: Signs;
}

/** What a handler has: that, and the workspace that it answers in. */
export interface HandlerContext extends SharedContext, Workspace {}

/** The window or message that stands there while a flow runs. */
export const WORKING: WorkingView = { kind: 'working', title: 'One moment…', text: '' };

/** Anything that went wrong, as a notice with a reference that the log has too. */
export function noticeOf(context: HandlerContext, what: string, error: unknown): NoticeView {
  const reference = context.options.ids.next('ref');
  context.options.log.error({ what, reference, error }, 'slack.failed');
  return showError(nameTrouble(error), reference);
}

/** Runs a flow where the speaker is. Never throws: what goes wrong before or in it becomes a notice. */
export async function runFlow(
  context: HandlerContext,
  action: string,
  speaker: Speaker,
  place: () => Place | Promise<Place>,
  input: RawInput,
): Promise<Reply> {
  try {
    return await context.options.flows.run(action, speaker, await place(), input);
  } catch (error) {
    return { type: 'message', view: noticeOf(context, action, error), here: true };
  }
}
