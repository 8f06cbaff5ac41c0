import { cut } from '../../flows/words.ts';
import { LIMITS } from '../limits.ts';
import type { Binder } from './binder.ts';
import { bindErrors, bindTarget } from './parts.ts';
import { titleOf } from './personTitle.ts';

export const bindPersonSearch: Binder<'personSearch'> = (view) => ({
  ...bindTarget(view.target),
  customer: cut(view.customer, LIMITS.value),
  most: String(view.most),
  chosen: view.chosen.map(({ id }) => id).join(','),
  people: view.chosen.map(({ id, displayName, userPrincipalName }) => ({
    title: titleOf(displayName, userPrincipalName),
    value: id,
  })),
  query: view.query,
  errors: bindErrors(view.target.errors, ['people', 'person']),
});
