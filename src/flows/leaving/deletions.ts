import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import { showApproval } from '../approvals/approvalViews.ts';
import type { FlowContext } from '../context.ts';
import { MAY_OFFBOARD } from './leaveForm.ts';

/** A deletion that nobody approved in time, asked for once more from its card. */
export function deletionActions({ service, policy }: FlowContext): Action[] {
  const action = actionsFor(MAY_OFFBOARD);
  return [
    action.replace('deletion.again', button, async (actor, _place, { id }) => {
      await service.deletions.askAgain(actor, id);
      const state = await service.approvals.load(actor, id);
      return { type: 'replace', view: showApproval(state, nameOf(policy, actor.customer), 'requester') };
    }),
  ];
}
