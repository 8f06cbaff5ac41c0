import { z } from 'zod';
import type { KeptAbout } from '../../service/people/forgetting.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import type { NoticeView } from '../views/parts.ts';
import { FORGETTING_WORDS } from './words.ts';

const { confirm, counts, forgotten, found, none } = FORGETTING_WORDS;

/** Graph allows 113 characters for a user name, RFC 5321 254 for an address. */
const MAX_ADDRESS = 254;

function sayCounts(kept: KeptAbout): string {
  const kinds = Object.keys(counts) as (keyof KeptAbout)[];
  const parts = kinds.flatMap((kind) => (kept[kind] === 0 ? [] : [counts[kind](kept[kind])]));
  return parts.length === 0 ? none : parts.join(', ');
}

function notice(view: Omit<NoticeView, 'kind' | 'buttons'> & Partial<NoticeView>): NoticeView {
  return { kind: 'notice', buttons: [], ...view };
}

/** `forget`: everything that is kept about one person, deleted once an admin has seen how much it is. */
export function forgettingActions({ service, policy }: FlowContext): Action[] {
  const action = actionsFor(['admin']);
  return [
    action.message(
      'forget.find',
      z.object({ text: z.string().trim().max(MAX_ADDRESS).default('') }),
      async (actor, _place, { text }) => {
        const kept = await service.forgetting.find(actor, text);
        if (Object.values(kept).every((count) => count === 0)) {
          return {
            type: 'message',
            view: notice({ tone: 'info', title: FORGETTING_WORDS.nothing, text: [] }),
          };
        }
        return {
          type: 'message',
          view: notice({
            tone: 'warning',
            title: found.title(text, sayCounts(kept)),
            text: [found.others, found.history(policy.retention.audit)],
            next: found.next,
            buttons: [
              {
                action: 'forget.start',
                label: found.button,
                id: text,
                version: 1,
                style: 'danger',
                confirm,
              },
            ],
          }),
        };
      },
    ),
    action.replace(
      'forget.start',
      z.object({ id: z.string().max(MAX_ADDRESS) }),
      async (actor, _place, { id }) => {
        const { kept, receipt } = await service.forgetting.forget(actor, id);
        return {
          type: 'replace',
          view: notice({
            tone: 'success',
            title: forgotten.title,
            text: [forgotten.text(sayCounts(kept))],
            copy: receipt,
          }),
        };
      },
    ),
  ];
}
