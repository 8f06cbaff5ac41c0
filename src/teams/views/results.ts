import type { ResultLine } from '../../flows/views.ts';
import { count, cut } from '../../flows/words.ts';
import type { CardData } from '../bindCard.ts';
import { LIMITS } from '../limits.ts';
import type { Binder } from './binder.ts';
import { bindButtons, bindDeliveries, describeMore } from './parts.ts';

function bindLine(line: ResultLine): CardData {
  return {
    where: line.row === undefined ? [] : [{ text: `row ${line.row}  ` }],
    displayName: cut(line.displayName, LIMITS.value),
    userPrincipalName: line.userPrincipalName,
    reason: cut(line.reason ?? '', LIMITS.sentence),
    next: line.next === undefined ? [] : [{ text: cut(line.next, LIMITS.sentence) }],
  };
}

export const bindResults: Binder<'results'> = (view) => {
  const { counts } = view;
  const isClean = counts.failed + counts.partly + counts.waiting === 0;
  return {
    heading: view.stopped
      ? 'Stopped'
      : isClean
        ? '✅ Everybody was created'
        : '⚠ Finished, with something left to do',
    color: isClean ? 'Good' : 'Warning',
    subject: cut(view.title, LIMITS.value),
    customer: cut(view.customer, LIMITS.value),
    createdBy: cut(view.createdBy, LIMITS.value),
    summary: [
      `${count(counts.created, 'person', 'people')} created`,
      ...(counts.partly > 0 ? [`${counts.partly} created with a failed step`] : []),
      ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
      ...(counts.waiting > 0 ? [`${counts.waiting} not started`] : []),
    ].join(' · '),
    hasFailed: view.failed.length > 0,
    failed: view.failed.slice(0, LIMITS.rows).map(bindLine),
    hasMoreFailed: view.moreFailed > 0,
    moreFailed: describeMore(view.moreFailed, 'in the results file'),
    hasCreated: view.created.length > 0,
    created: view.created.slice(0, LIMITS.rows).map(bindLine),
    hasMoreCreated: view.moreCreated > 0,
    moreCreated: describeMore(view.moreCreated, 'in the results file'),
    hasDeliveries: view.deliveries.length > 0,
    deliveries: bindDeliveries(view.deliveries),
    buttons: bindButtons(view.buttons),
  };
};
