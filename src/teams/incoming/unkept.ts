import type { Activity } from 'botbuilder';
import { PORT_WORDS } from '../../service/ports/words.ts';
import { MESSAGE } from './invokes.ts';

const { message, done, next } = PORT_WORDS.unkept;

/**
 * What Teams is answered while this process may do nothing, as its records can't be reached: in words, where the answer
 * itself can hold some. Undefined for all else; a message is answered by another one, which may not be sent either.
 */
export function sayUnkept({ type, name }: Pick<Activity, 'type' | 'name'>): object | undefined {
  if (type !== 'invoke') return undefined;
  const value = `⚠️ ${message} ${done} ${next}`;
  if (name === 'adaptiveCard/action') return { statusCode: 200, type: MESSAGE, value };
  if (name === 'task/fetch' || name === 'task/submit') return { task: { type: 'message', value } };
  return undefined;
}
