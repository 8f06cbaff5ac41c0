import type { FlowContext } from './context.ts';
import type { NoticeView } from './views/parts.ts';
import { FRAME_WORDS } from './words/frameWords.ts';

/** Whether an older policy file stands in for a newer one. Where nobody can say, it's not said. */
export async function standsIn(context: Pick<FlowContext, 'standsIn' | 'log'>): Promise<boolean> {
  try {
    return (await context.standsIn?.()) ?? false;
  } catch (error) {
    context.log.warn({ err: error }, 'policy.not_looked');
    return false;
  }
}

/** A refusal with what may be its reason: a role, or an entry, that only a newer policy file has. */
export async function withOlderPolicy(
  context: Pick<FlowContext, 'standsIn' | 'log'>,
  view: NoticeView,
): Promise<NoticeView> {
  if (!(await standsIn(context))) return view;
  return { ...view, text: [...view.text, FRAME_WORDS.olderPolicy] };
}
