import { cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindErrors, bindNoChoice, bindTarget } from '../parts.ts';

const WORDS = {
  assign: { heading: 'Licenses', question: 'Whose licenses in ', rest: ' should change?' },
  reset: { heading: 'New passwords', question: 'Who in ', rest: ' gets a new password?' },
  leave: { heading: 'Offboard', question: 'Who is leaving ', rest: '?' },
} as const;

export const bindPersonSearch: Binder<'personSearch'> = (view) => ({
  ...bindTarget(view.target),
  ...WORDS[view.task],
  customer: cut(view.customer, LIMITS.value),
  most: String(view.most),
  chosen: view.chosen.map(({ id }) => id).join(','),
  people: [
    ...bindNoChoice('None of these', view.chosen.length > 0),
    ...view.chosen.map(({ id, displayName, userPrincipalName }) => ({
      title: cut(`${displayName} — ${userPrincipalName}`, LIMITS.choice),
      value: id,
    })),
  ],
  query: view.query,
  errors: bindErrors(view.target.errors, ['people', 'person']),
});
