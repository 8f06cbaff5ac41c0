import { describe, expect, it } from 'vitest';
import { pickBefore } from '../../../src/domain/acts.ts';
import { describeAct, sayAct } from '../../../src/flows/changing/actWords.ts';

const ada = { id: 'a', userPrincipalName: 'ada@contoso.com', displayName: 'Ada', held: [], fields: {} };

describe('what changes of sign-in', () => {
  it.each([
    ['block', true, 'Sign-in: allowed → blocked'],
    ['block', false, 'Sign-in: already blocked'],
    ['allow', false, 'Sign-in: blocked → allowed'],
    ['allow', true, 'Sign-in: already allowed'],
  ] as const)('%s of somebody for whom it is allowed: %s', (kind, accountEnabled, said) => {
    const before = pickBefore({ ...ada, accountEnabled }, [{ kind }]);
    expect(sayAct({ kind }, {}, before)).toEqual([said]);
  });

  it('says what is usual where nobody knows how it was, and nothing of before in results', () => {
    expect(describeAct({ kind: 'block' }, {}, ada)).toMatchObject([{ before: 'allowed', after: 'blocked' }]);
    expect(sayAct({ kind: 'block' }, {})).toEqual(['Sign-in: blocked']);
  });
});
