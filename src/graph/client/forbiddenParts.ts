import { isSuccess, toAnswer } from './batch.ts';
import { findMeaning } from './errors.ts';
import { readFailure } from './failure.ts';
import type { Exchange, GraphAnswer, GraphCall } from './graphAnswer.ts';
import { property } from './json.ts';
import { MEANINGS } from './meanings.ts';

/** A quota, a plan the tenant does not have, an app that is switched off: 403 too, and no token changes them. */
function lacksPermission(answer: GraphAnswer | undefined): boolean {
  return answer?.status === 403 && findMeaning(readFailure(answer, 0)) === MEANINGS.forbidden;
}

function listOf(body: unknown, name: string): unknown[] {
  const list = property(body, name);
  return Array.isArray(list) ? list : [];
}

const idOf = (one: unknown): string => String(property(one, 'id'));

/** What of a call lacked a permission: all of it, or some items of a batch. Undefined: nothing did. */
export function findForbidden(call: GraphCall, result: Exchange): GraphCall | undefined {
  if (result.kind !== 'answered') return undefined;
  if (lacksPermission(result.answer)) return call;
  const ids = new Set(
    listOf(result.answer.body, 'responses')
      .filter((one) => lacksPermission(toAnswer(one)))
      .map(idOf),
  );
  const requests = listOf(call.body, 'requests').filter((one) => ids.has(idOf(one)));
  return requests.length === 0 ? undefined : { ...call, body: { requests } };
}

/**
 * What became of a call whose part `again` was sent a second time: the second answers stand for the first ones. Items
 * whose second answer is lost have none, because they may have been carried out.
 */
export function mergeAnswers(call: GraphCall, first: Exchange, again: GraphCall, second: Exchange): Exchange {
  if (second.kind === 'unsent' || first.kind !== 'answered') return first;
  if (again === call) return second;
  if (second.kind === 'answered' && second.answer.status >= 300 && second.answer.status < 500) return first;
  const ids = new Set(listOf(again.body, 'requests').map(idOf));
  const kept = listOf(first.answer.body, 'responses').filter((one) => !ids.has(idOf(one)));
  const fresh =
    second.kind === 'answered' && isSuccess(second.answer) ? listOf(second.answer.body, 'responses') : [];
  return { kind: 'answered', answer: { ...first.answer, body: { responses: [...kept, ...fresh] } } };
}
