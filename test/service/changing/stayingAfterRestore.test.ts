import { describe, expect, it } from 'vitest';
import { LEAVE_STEPS } from '../../../src/domain/leaveSteps.ts';
import { listLeftThings } from '../../../src/service/jobs/tickOff.ts';
import { OMAR, PLACE, type World } from '../fakes/world.ts';
import { ask, carryOut, idOf, offboard, openWorld } from './deletedAda.ts';

const open = async (world: World) => (await world.service.comeBacks.open(OMAR, PLACE, idOf(world))).data;

/** Of what the offboarding left for a person, Omar ticks the first off. Answers what that was. */
async function tickFirst(world: World, jobId: string): Promise<string> {
  const { rows } = await world.service.jobs.load(OMAR, jobId);
  const [first] = listLeftThings(rows);
  if (first === undefined) throw new Error('Nothing was left.');
  await world.service.jobs.tickOff(OMAR, jobId, [first.key]);
  return first.what;
}

describe('what stays of an offboarding when somebody is restored', () => {
  it('is said before: the reply, sign-in methods, the password, and what was done by hand', async () => {
    const world = openWorld();
    const what = await tickFirst(world, await offboard(world, LEAVE_STEPS));
    const { cannot, left } = await open(world);
    for (const said of [
      /automatic reply stays on/,
      /Sign-in methods that were removed stay removed/,
      /password was replaced with one that no one knows/,
    ]) {
      expect(cannot.filter((text) => said.test(text))).toHaveLength(1);
    }
    expect(cannot.filter((text) => text.includes(what))).toHaveLength(1);
    expect(left).toEqual([
      {
        what: 'Turn off the automatic reply',
        command: "Set-MailboxAutoReplyConfiguration -Identity 'ada@contoso.com' -AutoReplyState Disabled",
      },
      { what: `Take back what was done by hand: ${what}` },
    ]);
  });

  it('is left for a person in the results, and can be ticked off there', async () => {
    const world = openWorld();
    const what = await tickFirst(world, await offboard(world, LEAVE_STEPS));
    const row = await carryOut(world, await ask(world));
    const left = ['Turn off the automatic reply', `Take back what was done by hand: ${what}`];
    expect(row?.left?.map((thing) => thing.what)).toEqual(left);
    const [job] = await world.store.listJobs({ limit: 1 });
    expect(job?.task).toBe('restore');
    expect(await tickFirst(world, job?.id ?? '')).toBe(left[0]);
  });

  it('is nothing of what the offboarding did not do', async () => {
    const world = openWorld();
    await offboard(world, ['block']);
    const { cannot, left = [] } = await open(world);
    expect(cannot.filter((text) => !text.includes('Everybody'))).toEqual([]);
    expect(left).toEqual([]);
  });

  it('is nothing where somebody was deleted without an offboarding', async () => {
    const world = openWorld();
    Object.assign(world.tenant.find('ada@contoso.com') ?? {}, { deleted: true });
    expect(await open(world)).not.toHaveProperty('left');
  });
});
