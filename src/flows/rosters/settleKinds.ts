import { z } from 'zod';
import type { KindAnswer } from '../../service/rosters/verifying/findingKinds.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import type { FlowContext } from '../context.ts';
import { KIND_ACTIONS } from './kindLines.ts';
import { showVerification } from './rosterViews.ts';
import { MAY_CREATE_MANY } from './setupForm.ts';

/** A draft's id and a kind of finding: `draft_7f… TOO_LONG.jobTitle`. */
const kindButton = z.object({
  id: z
    .string()
    .regex(/^\S+ [A-Z0-9_]+\.[A-Za-z0-9-]+$/)
    .transform((text) => {
      const [draftId = '', key = ''] = text.split(' ');
      return { draftId, key };
    }),
  version: z.coerce.number(),
});

/** Settling all findings of one kind with one click. */
export function kindActions({ service, policy }: FlowContext): Action[] {
  const action = actionsFor(MAY_CREATE_MANY);
  return [
    ...(Object.entries(KIND_ACTIONS) as [KindAnswer, string][]).map(([answer, name]) =>
      action.replace(name, kindButton, async (actor, _place, { id: { draftId, key }, version }) => {
        const draft = await service.rosters.settleKind(actor, draftId, version, key, answer);
        return { type: 'replace', view: showVerification(nameOf(policy, actor.customer), draft) };
      }),
    ),
    action.replace('addusers.bringBack', button, async (actor, _place, { id, version }) => {
      const draft = await service.rosters.bringBack(actor, id, version);
      return { type: 'replace', view: showVerification(nameOf(policy, actor.customer), draft) };
    }),
  ];
}
