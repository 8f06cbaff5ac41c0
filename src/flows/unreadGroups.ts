import { type ErrorCode, RollcallError } from '../domain/errors.ts';
import { findHuman } from '../domain/policy/policy.ts';
import type { Speaker } from './action.ts';
import type { FlowContext } from './context.ts';
import { explainGroups, whomToAsk } from './errorViews.ts';
import type { NoticeView } from './views/parts.ts';
import { FRAME_WORDS } from './words/frameWords.ts';

/** What is refused for a role that somebody hasn't got. */
const FOR_A_ROLE: ReadonlySet<ErrorCode> = new Set(['ROLE_MISSING', 'NOT_YOURS']);
/** Of many groups the first are enough to know whom to ask. */
const MOST_SENTENCES = 3;

/** True for what is refused to somebody for a role. */
export function isForRole(error: unknown): error is RollcallError {
  return error instanceof RollcallError && FOR_A_ROLE.has(error.code);
}

/** A refusal with the groups that can't be read now, any of which may give the role that was missed. */
export function withUnreadGroups(
  known: Pick<FlowContext, 'policy' | 'roleGroups'>,
  speaker: Speaker,
  error: unknown,
  view: NoticeView,
): NoticeView {
  if (!(error instanceof RollcallError) || error.needs.length === 0) return view;
  const { unread } = explainGroups(known, speaker, error.needs);
  if (unread.length === 0) return view;
  const text = [...view.text, ...unread.slice(0, MOST_SENTENCES)];
  const name = findHuman(known.policy, speaker.platform, speaker.userId)?.name;
  return { ...view, text, next: FRAME_WORDS.groupsUnread(whomToAsk(known.policy, name)) };
}
