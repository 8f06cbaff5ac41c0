import { z } from 'zod';
import type { RosterDraft } from '../../service/drafts/draftData.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { listRestorable } from '../../service/rosters/rosterRestoring.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import type { FlowContext } from '../context.ts';
import type { NoticeView } from '../views/parts.ts';
import { cut } from '../words.ts';
import { showVerification } from './rosterViews.ts';
import { ROSTER_WORDS } from './words.ts';

const words = ROSTER_WORDS.restore;

const ADMIN = ['admin'] as const;
/** As many as a message has room for; the others follow once these are decided. */
const MAX_OFFERED = 10;
/** Of a button's label, and of a question's title in Slack. */
const NAME_LENGTH = 18;

/** A draft's id and a line of its file: `draft_7f… 12`. */
const rowButton = z.object({
  id: z
    .string()
    .regex(/^\S+ \d+$/)
    .transform((text) => {
      const [draftId = '', row] = text.split(' ');
      return { draftId, row: Number(row) };
    }),
  version: z.coerce.number(),
});

function showOffer({ id, version, data }: DraftRecord<RosterDraft>): NoticeView {
  const all = listRestorable(data);
  const offered = all.slice(0, MAX_OFFERED);
  const more = all.length - offered.length;
  return {
    kind: 'notice',
    tone: 'info',
    title: words.title(all.length),
    text: [
      words.text,
      ...offered.map(({ row, displayName, userPrincipalName }) =>
        words.line(row, displayName, userPrincipalName),
      ),
      ...(more > 0 ? [words.more(more)] : []),
    ],
    next: words.next,
    buttons: offered.map(({ row, displayName, userPrincipalName }) => ({
      action: 'addusers.restore',
      label: words.button(cut(displayName, NAME_LENGTH)),
      id: `${id} ${row}`,
      version,
      confirm: {
        title: words.confirm.title(cut(displayName, NAME_LENGTH)),
        text: words.confirm.text(cut(userPrincipalName, 100), row),
        ok: words.confirm.ok,
      },
    })),
  };
}

/** Restoring deleted accounts instead of creating new ones under their user names. */
export function restoreActions({ service, policy }: FlowContext): Action[] {
  const action = actionsFor(ADMIN);
  return [
    action.message('addusers.restorable', z.object({ id: z.string() }), async (actor, _place, { id }) => {
      return { type: 'message', view: showOffer(await service.rosters.load(actor, id)) };
    }),
    action.replace('addusers.restore', rowButton, async (actor, place, { id: { draftId, row }, version }) => {
      const draft = await service.rosters.restoreInstead(actor, place, draftId, version, row);
      return { type: 'replace', view: showVerification(nameOf(policy, actor.customer), draft) };
    }),
  ];
}
