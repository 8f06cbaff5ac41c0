import type { Task } from '../../domain/terms.ts';
import type { PersonResultView } from '../views/person.ts';
import { HEADLINES, type Headline } from './words/headlineWords.ts';
import { JOB_WORDS } from './words.ts';

/** Whether a task gives its people a password. */
export function bringsPasswords(task: Task = 'create'): boolean {
  return task === 'create' || task === 'reset';
}

/** What a job is called while it runs and when it is over. */
export function wordsOf(task: Task = 'create') {
  return JOB_WORDS.tasks[task];
}

/** How a job for one person ended: nobody is done who has no password. */
export function sayResult({
  task = 'create',
  outcome,
  undelivered,
  stays,
}: Pick<PersonResultView, 'task' | 'outcome' | 'undelivered' | 'stays'>): string {
  const said = JOB_WORDS.results[task][outcome];
  if (outcome === 'created' && stays === true) return JOB_WORDS.resultExcept(said);
  if (outcome !== 'created' || undelivered === undefined) return said;
  return JOB_WORDS.resultWithout(said, task === 'create', JOB_WORDS.delivery.undelivered(undelivered));
}

/** The same as a sentence about the person, in parts: a chat puts the name, the user name, and the customer between them. */
export function sayHeadline({
  task = 'create',
  outcome,
  undelivered,
  stays,
}: Pick<PersonResultView, 'task' | 'outcome' | 'undelivered' | 'stays'>): Headline {
  const said = HEADLINES[task][outcome];
  if (outcome === 'created' && stays === true) return { ...said, end: JOB_WORDS.resultExcept(said.end) };
  if (outcome !== 'created' || undelivered === undefined) return said;
  return { ...said, end: JOB_WORDS.headlineWithout(JOB_WORDS.delivery.undelivered(undelivered)) };
}
