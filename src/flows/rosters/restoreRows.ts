import { z } from 'zod';
import type { RosterDraft } from '../../service/drafts/draftData.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { listRestorable } from '../../service/rosters/rosterRestoring.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import type { FlowContext } from '../context.ts';
import type { NoticeView } from '../views/parts.ts';
import { count, cut } from '../words.ts';
import { showVerification } from './rosterViews.ts';

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
    title: `${count(all.length, 'person was', 'people were')} deleted in the last 30 days.`,
    text: [
      'If you restore them, they get the same account back, with its mailbox, files, password and licenses. Their row is then left out of the file.',
      ...offered.map(
        ({ row, displayName, userPrincipalName }) => `Row ${row}: ${displayName}, ${userPrincipalName}`,
      ),
      ...(more > 0 ? [`and ${count(more, 'more person', 'more people')}`] : []),
    ],
    next: "Anyone you don't restore will get a new account.",
    buttons: offered.map(({ row, displayName, userPrincipalName }) => ({
      action: 'addusers.restore',
      label: `Restore ${cut(displayName, NAME_LENGTH)}`,
      id: `${id} ${row}`,
      version,
      confirm: {
        title: `Restore ${cut(displayName, NAME_LENGTH)}?`,
        text: `The deleted account ${cut(userPrincipalName, 100)} comes back as it was, and row ${row} is left out of the file.`,
        ok: 'Restore',
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
