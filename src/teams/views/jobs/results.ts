import { wordsOf } from '../../../flows/jobs/taskWords.ts';
import type { ResultLine } from '../../../flows/views/job.ts';
import { cut, headResults, summarizeResults, upperFirst } from '../../../flows/words.ts';
import type { CardData } from '../../outgoing/bindCard.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindActions, bindLines, bindSomeDeliveries, describeMore } from '../parts.ts';

function bindLine(line: ResultLine): CardData {
  return {
    where: line.row === undefined ? [] : [{ text: `row ${line.row}  ` }],
    displayName: cut(line.displayName, LIMITS.value),
    userPrincipalName: line.userPrincipalName,
    change: line.change === undefined ? [] : [{ text: `  ${cut(line.change, LIMITS.sentence)}` }],
    reason: cut(line.reason ?? '', LIMITS.sentence),
    next: line.next === undefined ? [] : [{ text: cut(line.next, LIMITS.sentence) }],
  };
}

const ICONS = { undoing: '↩', undone: '↩', stopped: '⏹', clean: '✅', some: '☑', left: '⚠' } as const;

export const bindResults: Binder<'results'> = (view) => {
  const { words, outcome } = headResults(view);
  return {
    heading: `${ICONS[outcome]} ${words}`,
    color: outcome === 'clean' ? 'Good' : 'Warning',
    subject: cut(view.title, LIMITS.value),
    customer: cut(view.customer, LIMITS.value),
    createdBy: cut(view.createdBy, LIMITS.value),
    summary: summarizeResults(view),
    hasFailed: view.failed.length > 0,
    failed: view.failed.slice(0, LIMITS.rows).map(bindLine),
    hasMoreFailed: view.moreFailed > 0,
    moreFailed: describeMore(view.moreFailed, 'in the results file'),
    hasLeftOut: view.leftOut.length > 0,
    leftOut: view.leftOut.slice(0, LIMITS.rows).map(bindLine),
    hasMoreLeftOut: view.moreLeftOut > 0,
    moreLeftOut: describeMore(view.moreLeftOut, 'in the results file'),
    createdTitle: upperFirst(wordsOf(view.task).done),
    hasCreated: view.created.length > 0,
    created: view.created.slice(0, LIMITS.rows).map(bindLine),
    hasMoreCreated: view.moreCreated > 0,
    moreCreated: describeMore(view.moreCreated, 'in the results file'),
    ...bindSomeDeliveries(view),
    revealed: bindLines(view.revealed === undefined ? [] : [`🔑 ${view.revealed}`]),
    ...bindActions(view.buttons),
  };
};
