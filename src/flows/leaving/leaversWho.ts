import { MAX_PICKED_LEAVERS } from '../../service/leaving/leavers.ts';
import type { Action } from '../action.ts';
import type { FlowContext } from '../context.ts';
import { whoActions } from '../people/whoForm.ts';
import { MAY_OFFBOARD } from './leaveForm.ts';
import { showLeaversForm } from './leaversViews.ts';

/** `leavers.who`: picks several people who leave. */
export function leaversWhoActions(context: FlowContext): Action[] {
  return whoActions(context, {
    name: 'leavers',
    task: 'leave',
    roles: MAY_OFFBOARD,
    most: MAX_PICKED_LEAVERS,
    async open(actor, place, ids) {
      const opened = await context.service.leavers.open(actor, place, ids);
      return 'draft' in opened ? { form: showLeaversForm(context, actor, opened.draft, {}) } : opened;
    },
  });
}
