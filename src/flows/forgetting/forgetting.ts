import { z } from 'zod';
import type { KeptAbout } from '../../service/people/forgetting.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import type { NoticeView } from '../views/parts.ts';

/** Graph allows 113 characters for a user name, RFC 5321 254 for an address. */
const MAX_ADDRESS = 254;

function sayCounts(kept: KeptAbout): string {
  const parts = Object.entries(kept).flatMap(([what, count]) =>
    count === 0 ? [] : [`${count} ${count === 1 ? what.slice(0, -1) : what}`],
  );
  return parts.length === 0 ? 'nothing' : parts.join(', ');
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
            view: notice({ tone: 'info', title: 'Nothing is kept about this person.', text: [] }),
          };
        }
        const confirm = {
          title: 'Delete all of it?',
          text: 'It cannot be brought back. Passwords that nobody has seen yet are lost with it.',
          ok: 'Delete',
        };
        return {
          type: 'message',
          view: notice({
            tone: 'warning',
            title: `Rollcall keeps this about ${text}: ${sayCounts(kept)}.`,
            text: [
              'Other people of the same jobs and requests stay. The account in Microsoft 365 stays as it is.',
              `The history keeps who did what for ${policy.retention.audit} days. Messages in Slack and Teams stay until somebody deletes them there.`,
            ],
            next: 'Press the button to delete it for good.',
            buttons: [
              {
                action: 'forget.start',
                label: 'Delete all of it',
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
            title: 'What was kept about this person is deleted.',
            text: [`It was ${sayCounts(kept)}. The history says so without a name, under this receipt:`],
            copy: receipt,
          }),
        };
      },
    ),
  ];
}
