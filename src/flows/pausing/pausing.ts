import { z } from 'zod';
import type { Paused } from '../../service/door/brake.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import { showOldData } from '../oldData/oldData.ts';
import { sayTime } from '../times.ts';
import type { NoticeView } from '../views/parts.ts';
import { showWentOn } from './wentOn.ts';
import { PAUSING_WORDS } from './words.ts';

const { refused } = PAUSING_WORDS;

/** What is answered while Rollcall is paused: whatever only reads, keeps something from it, or lets it go on. */
const STILL_ANSWERED: ReadonlySet<string> = new Set([
  'pause.start',
  'pause.end',
  'oldData.goOn',
  'oldData.cancel',
  'help.show',
  'help.unknown',
  'template.send',
  'history.show',
  'history.csv',
  'user.find',
  'user.show',
  'user.plans',
  // Finds somebody, or lists the plans; what its buttons open is refused.
  'leave.find',
  'putBack.list',
  'licenses.show',
  'presets.show',
  'forget.find',
  // What goes on with one of these is refused there, or answered.
  'customers.list',
  'customers.show',
  'customers.week',
  'customers.check',
  'customers.look',
  'customer.form',
  'customer.message',
  'addusers.log',
  'addusers.restorable',
  'assign.log',
  'leavers.log',
  'job.show',
  'job.results',
  'job.leftFile',
  'approval.list',
  'approval.open',
  'approval.show',
  'approval.people',
  'approval.cancel',
  // Of what waits for its hour; of what waits for an answer they refuse it themselves, because that may approve it.
  'approval.change',
  'approval.changeSubmit',
]);

function sayWho({ by, at, byItself }: Paused): string {
  return byItself ? PAUSING_WORDS.itself(sayTime(at)) : PAUSING_WORDS.who(by, sayTime(at));
}

/** What whoever asks for anything else is told; undefined for what is answered all the same. */
export function showPaused(actionId: string, paused: Paused | undefined): NoticeView | undefined {
  return paused === undefined || STILL_ANSWERED.has(actionId) ? undefined : sayPaused(paused);
}

/** What is said in the place of any effect. */
export function sayPaused(paused: Paused): NoticeView {
  return {
    kind: 'notice',
    tone: 'warning',
    title: refused.title,
    text: [sayWho(paused), refused.text],
    next: refused.next,
    buttons: [],
  };
}

const GO_ON = {
  action: 'pause.end',
  label: PAUSING_WORDS.paused.resume,
  id: 'rollcall',
  version: 1,
  style: 'primary',
} as const;

/** `pause` and `resume`, for admins: everything that has an effect stops, in both chats, until somebody says so. */
export function pausingActions({ service }: FlowContext): Action[] {
  const action = actionsFor(['admin'], { everywhere: true, forAll: true });
  return [
    action.message('pause.start', z.object({}), async (actor) => {
      const oldData = await service.oldData.read();
      if (oldData !== undefined) return { type: 'message', view: showOldData(oldData, { isForAll: true }) };
      const before = await service.brake.pause(actor);
      return {
        type: 'message',
        view: {
          kind: 'notice',
          tone: 'warning',
          title: before === undefined ? PAUSING_WORDS.paused.title : PAUSING_WORDS.paused.already,
          text: [...(before === undefined ? [] : [sayWho(before)]), PAUSING_WORDS.paused.text],
          next: PAUSING_WORDS.paused.next,
          buttons: [GO_ON],
        },
      };
    }),
    action.message('pause.end', z.object({}), async (actor) => {
      return { type: 'message', view: showWentOn(await service.brake.goOn(actor)) };
    }),
  ];
}
