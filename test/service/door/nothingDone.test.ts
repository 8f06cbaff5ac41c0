import { describe, expect, it } from 'vitest';
import { findApproval } from '../../../src/domain/approvalRules.ts';
import type { RollcallError } from '../../../src/domain/errors.ts';
import { nothingDone } from '../../../src/domain/nothingDone.ts';
import type { Policy } from '../../../src/domain/policy/policy.ts';
import { TASKS, type Task } from '../../../src/domain/terms.ts';
import { checkRequest } from '../../../src/service/door/checkRequest.ts';
import type { AcceptRequest } from '../../../src/service/jobs/acceptRequest.ts';
import { countTurns } from '../../countTurns.ts';
import { createWorld, OMAR } from '../fakes/world.ts';

const ID = '5b1c1a0e-0000-4000-8000-0000000000ab';
const PEOPLE = [OMAR].map(({ id, name, roles, userId }) => ({ id, name, roles, slack: userId }));

type Changed = (request: AcceptRequest) => Partial<AcceptRequest>;

/** Everything that the door finds wrong, whatever the task. */
const WRONG: Record<string, Changed> = {
  nobody: () => ({ people: [] }),
  'too many': ({ people }) => ({ people: Array(3).fill(people).flat() }),
  'somebody twice': ({ people }) => ({ people: [...people, ...people] }),
  'a recipient elsewhere': ({ settings }) => ({ settings: { ...settings, recipients: ['x@evil.example'] } }),
};
/** What it finds wrong with people who exist alone. */
const WRONG_TARGET: Record<string, Changed> = {
  'an account that is not named': ({ people }) => ({
    people: people.map(({ objectId: _none, ...one }) => one),
  }),
};

const hasActs = (task: Task): boolean => ['change', 'putBack', 'leave', 'delete'].includes(task);

async function askFor(task: Task) {
  const world = createWorld({ people: PEOPLE, maxRows: 2, recipientDomains: ['contoso.com'] });
  const asked = await world.prepare(1, { settings: { licenses: [] } });
  const change = { add: [], remove: [ID] };
  const acts = [{ kind: 'fields' as const, set: { city: 'Kiel' } }];
  const people = asked.people.map((one) => ({
    ...one,
    objectId: ID,
    ...(task === 'assign' ? { change } : {}),
    ...(hasActs(task) ? { acts: task === 'delete' ? [{ kind: 'delete' as const }] : acts } : {}),
  }));
  return { world, request: { ...asked, task, people } satisfies AcceptRequest };
}

function refusalOf(attempt: () => unknown): Promise<RollcallError> {
  return Promise.resolve()
    .then(attempt)
    .then(
      () => Promise.reject(new Error('it was not refused')),
      (error: RollcallError) => error,
    );
}

describe.each(TASKS)('a refusal of %s', (task) => {
  const isAboutExisting = task !== 'create';
  const cases = Object.entries({ ...WRONG, ...(isAboutExisting ? WRONG_TARGET : {}) });

  it.each(cases)('for %s says what was not done, and of no other task', async (_what, change) => {
    const { world, request } = await askFor(task);
    const error = await refusalOf(() =>
      checkRequest(world.policy, ['contoso.com'], { ...request, ...change(request) }),
    );
    expect(error).toMatchObject({ code: 'INPUT_INVALID', done: nothingDone(task) });
    if (isAboutExisting) expect(error.done).not.toContain('created');
  });

  it('is none where nothing is wrong', async () => {
    const { world, request } = await askFor(task);
    await checkRequest(world.policy, ['contoso.com'], request);
  });

  it('is looked for in many people while whatever else waits has its turn', async () => {
    const { world, request } = await askFor(task);
    const [one] = request.people;
    if (one === undefined) throw new Error('Nobody is asked for.');
    const people = Array.from({ length: 3_000 }, (_, index) => {
      const person = { ...one.person, userPrincipalName: `many${index}@contoso.com` };
      return { ...one, person };
    });
    const check = () =>
      checkRequest({ ...world.policy, maxRows: 3_000 }, ['contoso.com'], { ...request, people });
    expect(await countTurns(check)).toBeGreaterThanOrEqual(4);
  });

  it('for a rule with nobody to ask says so, too', () => {
    const approvals = [{ name: 'All', when: { tasks: [task] }, by: { role: 'approver' }, count: 1 }];
    const policy = { customers: [{ id: 'contoso' }], people: [], approvals, maxRows: 2 } as unknown as Policy;
    const asked = { customer: 'contoso', task, requester: 'omar', people: 1, licenses: [] };
    expect(() => findApproval(policy, asked)).toThrow(
      expect.objectContaining({ code: 'NO_APPROVER', done: nothingDone(task) }),
    );
  });
});
