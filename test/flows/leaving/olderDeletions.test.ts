import { describe, expect, it } from 'vitest';
import { createFlows } from '../../../src/flows/createFlows.ts';
import { sayTime } from '../../../src/flows/times.ts';
import { createRefusalAudit } from '../../../src/service/audit/refusalAudit.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import { createWorld, OMAR, PLACE } from '../../service/fakes/world.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

const DAY_MS = 86_400_000;
const SPEAKER = { platform: 'slack', workspace: 'T0CONTOSO', userId: OMAR.userId } as const;
const NAMES = ['Ada', 'Bob', 'Cleo', 'Dan', 'Eve'] as const;
type Name = (typeof NAMES)[number];

/** People who were offboarded, and whose accounts are to be deleted so many days from now. */
async function open(days: Partial<Record<Name, number>>) {
  const world = createWorld();
  const { service, clock, store, policy, tenant } = world;
  await service.resume();
  for (const name of NAMES) {
    tenant.hold(`${name.toLowerCase()}@contoso.com`, name, { accountEnabled: true });
  }
  const idOf = (name: Name) => tenant.find(`${name.toLowerCase()}@contoso.com`)?.id ?? '';
  for (const name of NAMES) {
    const deleteAfter = days[name];
    if (deleteAfter === undefined) continue;
    const { id, data } = await service.leaving.open(OMAR, PLACE, idOf(name));
    const typed = { ...data.values, steps: ['block'] as const, deleteAfter: String(deleteAfter) };
    const { draft } = await service.leaving.check(OMAR, id, typed);
    const asked = { actor: OMAR, place: PLACE, requestId: id, requestVersion: draft.version };
    const request = { ...asked, kind: 'one' as const, task: 'leave' as const, ...requestOfActs(draft.data) };
    await world.finish((await service.jobs.accept(request)).job.id);
  }
  const log = createTestLog();
  const auditRefusal = createRefusalAudit({ store, clock, log });
  const flows = createFlows({
    service,
    policy,
    auditRefusal,
    clock,
    ids: { next: (prefix: string) => `${prefix}_1` },
    log,
  });
  const run = (action: string, id: string, version: number, fields: Record<string, string | string[]> = {}) =>
    flows.run(action, SPEAKER, PLACE, { id, version, fields });
  const dayOf = (day: number) => new Date(clock.now() + day * DAY_MS).toISOString().slice(0, 10);
  const form = {
    steps: ['signOut', 'password'],
    reply: '',
    zone: 'UTC',
    time: '',
    deleteAfter: '',
    reason: '',
  };

  /** The confirmation of a file in which each leaves in so many days, and what starts it. */
  async function confirmFile(leave: Partial<Record<Name, number>>) {
    const rows = NAMES.flatMap((name) =>
      leave[name] === undefined ? [] : [`${name.toLowerCase()}@contoso.com,${dayOf(leave[name])}`],
    );
    const bytes = Buffer.from(['User name,Last day', ...rows].join('\n'));
    const { id, version } = await service.leavers.openFile(OMAR, PLACE, {
      name: 'leavers.csv',
      size: bytes.length,
      open: async () =>
        (async function* () {
          yield bytes;
        })(),
    });
    const reply = await run('leavers.submit', id, version, form);
    if (!('view' in reply) || reply.view.kind !== 'actsConfirm') throw new Error(JSON.stringify(reply));
    const { notes, target } = reply.view;
    return { notes, start: () => run('leavers.start', target.id, target.version) };
  }

  async function confirmOne(name: Name, day: number) {
    const { id, version } = await service.leaving.open(OMAR, PLACE, idOf(name));
    const reply = await run('leave.submit', id, version, { ...form, date: dayOf(day) });
    if (!('view' in reply) || reply.view.kind !== 'actsConfirm') throw new Error(JSON.stringify(reply));
    return reply.view.notes;
  }

  /** When somebody's deletion is due, as it is said. */
  async function due(name: Name) {
    const [request] = await service.approvals.listDeletions(OMAR, [idOf(name)]);
    return sayTime(request?.asked.startsAt ?? 0);
  }

  const pass = (count: number) => clock.advance(count * DAY_MS);
  return { ...world, confirmFile, confirmOne, due, pass };
}

const about = (notes: readonly string[]) => notes.filter((note) => /delet/.test(note));

describe('deletions that are to come of those who are offboarded anew', () => {
  it('are said to happen first where they do, however many', async () => {
    const { confirmFile, due } = await open({ Ada: 5, Bob: 5, Cleo: 5, Dan: 5 });
    const { notes } = await confirmFile({ Ada: 30, Bob: 30, Cleo: 30, Dan: 30 });
    const named = [];
    for (const name of ['Ada', 'Bob', 'Cleo'] as const) {
      named.push(`the deletion of ${name} planned for ${await due(name)}`);
    }
    expect(about(notes)).toEqual([
      `4 accounts are to be deleted before that: this doesn't cancel ${named.join(', ')}, and 1 more. To stop a deletion, type offboard and cancel it there.`,
    ]);
  });

  it('are compared with when their own person leaves, in a file of several dates', async () => {
    const { confirmFile, due } = await open({ Ada: 20, Bob: 20 });
    const { notes } = await confirmFile({ Ada: 5, Bob: 40, Cleo: 40 });
    expect(about(notes)).toEqual([
      `Once this is done, it cancels the deletion of Ada planned for ${await due('Ada')}.`,
      `1 account is to be deleted before that: this doesn't cancel the deletion of Bob planned for ${await due('Bob')}. To stop a deletion, type offboard and cancel it there.`,
    ]);
  });

  it('end as it was said', async () => {
    const { confirmFile, pass, store } = await open({ Ada: 20, Bob: 20 });
    const { start } = await confirmFile({ Ada: 5, Bob: 40 });
    await start();
    await pass(6);
    await expect
      .poll(async () =>
        (await store.listRequests({}))
          .filter(({ asked }) => asked.task === 'delete')
          .map(({ asked, state }) => [asked.people[0]?.person.displayName, state])
          .sort(),
      )
      .toEqual([
        ['Ada', 'cancelled'],
        ['Bob', 'approved'],
      ]);
  });

  it('leave the sentence that nobody is deleted to where that is true', async () => {
    const { confirmFile, confirmOne, due } = await open({ Ada: 20 });
    const later = await confirmFile({ Ada: 5, Cleo: 40 });
    expect(about(later.notes)).toEqual([
      `Once this is done, it cancels the deletion of Ada planned for ${await due('Ada')}.`,
      'No account will be deleted.',
    ]);
    expect(about(await confirmOne('Ada', 30))).toEqual([
      `The account is to be deleted before that: this doesn't cancel the deletion planned for ${await due('Ada')}. To stop a deletion, type offboard and cancel it there.`,
    ]);
    expect(about(await confirmOne('Ada', 10))).toEqual([
      `Once this is done, it cancels the deletion planned for ${await due('Ada')}.`,
      "The account won't be deleted.",
    ]);
  });
});
