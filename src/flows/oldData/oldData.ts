import { z } from 'zod';
import type { LeftToDo } from '../../service/oldData/lookAround.ts';
import type { OldDataState } from '../../service/oldData/oldData.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import type { NewsReader } from '../operating/adminNews.ts';
import { showWentOn } from '../pausing/wentOn.ts';
import type { Reply } from '../reply.ts';
import { sayTime } from '../times.ts';
import type { NoticeView } from '../views/parts.ts';
import { OLD_DATA_WORDS as SAYS } from './words.ts';

const BUTTON = { id: 'rollcall', version: 1 } as const;

function sayJob({ task, people, lookedUp, done }: LeftToDo): string {
  const what = SAYS.tasks[task](people);
  const isLookable = task === 'create' || task === 'reset';
  if (!isLookable || people === 0) return what;
  const say = task === 'create' ? SAYS.exist : SAYS.changed;
  return `${what} ${lookedUp === 0 ? SAYS.unknown : say(done, lookedUp)}`;
}

function sayPending({ jobs, undos, mails, requests, waves }: OldDataState): string[] {
  const lines = [
    ...jobs.map(sayJob),
    ...(undos > 0 ? [SAYS.undos(undos)] : []),
    ...(mails > 0 ? [SAYS.mails(mails)] : []),
    ...(requests > 0 ? [SAYS.requests(requests)] : []),
    ...(waves > 0 ? [SAYS.waves(waves)] : []),
  ];
  return lines.length === 0 ? [SAYS.nothing] : lines;
}

/**
 * To admins: Rollcall has paused itself. What it would do, what of it is done already, and what to do with it; to those who
 * act for some customers, that others decide.
 */
export function showOldData(state: OldDataState, { isForAll }: Pick<NewsReader, 'isForAll'>): NoticeView {
  const { title } = SAYS;
  const why = SAYS.why(sayTime(state.savedAt));
  if (!isForAll) {
    return { kind: 'notice', tone: 'warning', title, text: [why], next: SAYS.othersDecide, buttons: [] };
  }
  return {
    kind: 'notice',
    tone: 'warning',
    title,
    text: [why, ...sayPending(state), SAYS.goingOn, SAYS.mailsGoingOn, SAYS.canceling],
    next: SAYS.next,
    buttons: [
      { ...BUTTON, action: 'oldData.goOn', label: SAYS.goOn, style: 'primary' },
      { ...BUTTON, action: 'oldData.cancel', label: SAYS.cancel, style: 'danger', confirm: SAYS.confirm },
    ],
  };
}

function showOver(): NoticeView {
  return { kind: 'notice', tone: 'info', title: SAYS.over.title, text: [SAYS.over.text], buttons: [] };
}

/** What admins press while Rollcall has paused itself: for all customers at once, as what is pending is. */
export function oldDataActions({ service }: FlowContext): Action[] {
  const action = actionsFor(['admin'], { everywhere: true, forAll: true });
  const answer = (view: NoticeView): Reply => ({ type: 'replace', view });
  return [
    action.replace('oldData.goOn', z.object({}), async (actor) => {
      // A pause of somebody's own is not ended by an old card.
      if (!(await service.oldData.isAsked())) return answer(showOver());
      return answer(showWentOn(await service.brake.goOn(actor)));
    }),
    action.replace('oldData.cancel', z.object({}), async (actor) => {
      const canceled = await service.oldData.cancel(actor);
      if (canceled === undefined) return answer(showOver());
      const jobs = canceled.jobs.reduce((sum, one) => sum + one.jobs, 0);
      const { title, text } = SAYS.canceled;
      return answer({ kind: 'notice', tone: 'success', title, text: [text(jobs)], buttons: [] });
    }),
  ];
}
