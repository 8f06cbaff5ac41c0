import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src/domain/errors.ts';
import { TASKS, type Task } from '../../../src/domain/terms.ts';
import { rulesOf } from '../../../src/service/door/taskRules.ts';
import type { AskedPerson } from '../../../src/service/ports/requests.ts';
import { E3, fail } from '../fakes/fakeDirectory.ts';
import { createWorld, type World } from '../fakes/world.ts';

const ADA = { userPrincipalName: 'ada@contoso.com', displayName: 'Ada', usageLocation: 'US' };
const MORE: Readonly<Record<Task, Partial<AskedPerson>>> = {
  create: {},
  assign: { change: { add: [], remove: [E3.skuId] } },
  reset: {},
  restore: {},
  change: { acts: [{ kind: 'fields', set: { city: 'Kiel' } }] },
  putBack: { acts: [{ kind: 'allow' }] },
  leave: { acts: [{ kind: 'block' }] },
  delete: { acts: [{ kind: 'delete' }] },
};
/** What Microsoft 365 may say for good; a wait that lasts too long has words of its own in `jobErrors.ts`. */
const REFUSALS: readonly ErrorCode[] = [
  'FORBIDDEN',
  'NOT_FOUND',
  'DIRECTORY_REFUSED',
  'VALUE_INVALID',
  'NO_SEATS',
  'LICENSE_DEPENDENCY',
  'QUOTA_EXCEEDED',
  'SYNCED',
  'APP_NOT_ACCEPTED',
  'CREDENTIALS_REFUSED',
];

/** Every write of the tenant ends so. */
function endWith(world: World, code: ErrorCode): void {
  const { tenant } = world;
  if (code === 'DIRECTORY_DOWN') {
    tenant.away = true;
    return;
  }
  const error = fail(code);
  const outcome = { status: 'refused', error } as const;
  const { connect } = tenant;
  tenant.connect = () => {
    const connected = connect();
    Object.assign(connected.directory, {
      createAccounts: async (intents: readonly unknown[]) => intents.map(() => outcome),
      changeLicenses: async (changes: readonly unknown[]) => changes.map(() => outcome),
      setPassword: async () => outcome,
      changePerson: async () => outcome,
      deleteAccounts: async (ids: readonly string[]) => ids.map(() => outcome),
      restoreAccount: async () => {
        throw error;
      },
    });
    return connected;
  };
  world.restart();
  void world.service.resume();
}

async function play(task: Task, code: ErrorCode) {
  const world = createWorld();
  if (task !== 'create') {
    world.tenant.hold('ada@contoso.com', 'Ada', {
      accountEnabled: task !== 'putBack' && task !== 'delete',
      usageLocation: 'US',
      held: [{ skuId: E3.skuId, disabledPlans: [], inherited: false }],
      ...(task === 'restore' ? { deleted: true } : {}),
    });
  }
  const objectId = world.tenant.find('ada@contoso.com')?.id;
  endWith(world, code);
  const request = await world.prepare([ADA], {
    kind: 'one',
    settings: { licenses: [], recipients: [] },
    each: () => ({ licenses: [], ...MORE[task], ...(objectId === undefined ? {} : { objectId }) }),
  });
  const draft = await world.store.loadDraft(request.requestId);
  if (draft !== undefined) {
    const kind = rulesOf(task).draft('one');
    await world.store.saveDraft({ ...draft, kind, data: { findings: [], checked: true } });
  }
  const { job } = await world.service.jobs.accept({ ...request, task });
  const { rows } = await world.finish(job.id);
  const [row] = rows;
  return [row?.create.error, row?.license.error].flatMap((error) => error ?? []);
}

describe.each(TASKS)('%s that ends without being done', (task) => {
  it.each([...REFUSALS, 'DIRECTORY_DOWN' as const])(
    'says what did not happen, and of no other task: %s',
    async (code) => {
      const errors = await play(task, code);
      expect(errors).not.toEqual([]);
      const said = errors.map(({ message, next }) => `${message} ${next}`).join(' ');
      if (task !== 'create') expect(said).not.toMatch(/creat/i);
      if (task !== 'reset') expect(said).not.toMatch(/password/i);
      expect(errors.every(({ next }) => next !== '')).toBe(true);
    },
  );
});
