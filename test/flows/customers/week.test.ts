import { expect, it } from 'vitest';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';
import { CANARY, createTwoCustomers } from './twoCustomers.ts';

type World = ReturnType<typeof createTwoCustomers>;
const HOUR_MS = 3_600_000;

/** Fails this many emails of a customer's job. */
async function failEmails({ store, clock }: World, customer: string, count: number): Promise<void> {
  const deliveries = Array.from({ length: count }, (_, index) => ({
    ...{ recipient: `it${index}@contoso.com`, part: 1, parts: 1 },
    ...{ state: 'refused' as const, response: '550 5.1.1 unknown' },
  }));
  await store.updateJob(`job_${customer}`, (job) => ({ ...job, createdAt: clock.now(), deliveries }));
}

/** Has the request of a customer plan that somebody leaves. */
async function planLeave({ store, clock }: World, customer: string): Promise<void> {
  const startsAt = clock.now() + 20 * HOUR_MS;
  await store.updateRequest(
    `req_${customer}`,
    (request): RequestRecord => ({
      ...{ ...request, state: 'approved', rule: '' },
      asked: { ...request.asked, task: 'leave', startsAt },
    }),
  );
}

async function open(): Promise<World> {
  const world = createTwoCustomers();
  await world.fill('contoso', 'ann', 'Ada Lovelace');
  await world.fill('fabrikam', 'bob');
  for (const customer of ['contoso', 'fabrikam']) await planLeave(world, customer);
  await failEmails(world, 'contoso', 2);
  await failEmails(world, 'fabrikam', 1);
  return world;
}

const week = { id: 'customer_contoso', version: 1 };

it('lists what customers counts of a week, with a way to each that its reader may open', async () => {
  const world = await open();
  const one = await world.press('ann', 'slack', 'customers.show', week);
  expect(JSON.stringify(one)).toContain('"customers.week"');
  expect(JSON.stringify(one)).toMatch(/1 person leaves this week.*|2 emails failed/);
  const listed = await world.press('ann', 'slack', 'customers.week', week);
  expect(listed).toMatchObject({
    type: 'message',
    view: {
      title: '2 emails failed, 1 person leaves this week',
      text: [
        expect.stringMatching(/^1\. Email to it0@contoso\.com: refused.* · your job, 2026/),
        expect.stringMatching(/^2\. Email to it1@contoso\.com: refused/),
        expect.stringMatching(/^3\. Ada Lovelace: leaves 2026.* · planned by you$/),
      ],
      buttons: [
        { action: 'job.show', id: 'job_contoso', label: 'Show 1' },
        { action: 'job.show', id: 'job_contoso', label: 'Show 2' },
        { action: 'approval.open', id: 'req_contoso', label: 'Show 3' },
      ],
    },
  });
  expect(JSON.stringify(listed)).not.toContain(CANARY);
});

it('says whose the job of an email is to whoever else reads it, who could not open that', async () => {
  const world = await open();
  const listed = await world.press('omar', 'slack', 'customers.week', week);
  expect(listed).toMatchObject({
    view: {
      text: expect.arrayContaining([expect.stringContaining('· job of Ada Lovelace, ')]),
      next: 'The person who started a job can send its emails again.',
      buttons: [{ action: 'approval.open', id: 'req_contoso' }],
    },
  });
  // Bob is for Fabrikam alone.
  const refused = await world.press('bob', 'slack', 'customers.week', { ...week, customer: 'contoso' });
  expect(JSON.stringify(refused)).not.toMatch(/it0@contoso|Lovelace/);
});

it('shows whoever reads only their own history what they asked for, and no one their own leaving', async () => {
  const world = await open();
  for (const human of world.policy.people) if (human.id === 'ann') human.roles = ['helpdesk'];
  const ofOthers = {
    requestedBy: { actorId: 'omar', name: 'Omar Haddad', platform: 'slack' as const, userId: 'U0OMARHADD' },
  };
  await world.store.updateJob('job_contoso', (job) => ({ ...job, ...ofOthers }));
  await world.store.updateRequest('req_contoso', (request) => ({ ...request, ...ofOthers }));
  const ann = await world.press('ann', 'slack', 'customers.week', week);
  expect(ann).toMatchObject({
    view: { title: 'None of your emails failed, and no one you offboard leaves this week.', text: [] },
  });
  const omar = () => world.press('omar', 'slack', 'customers.week', week);
  expect(JSON.stringify(await omar())).toMatch(/it0@contoso\.com.*leaves 2026/);
  const teams = world.policy.people.find(({ id }) => id === 'omar')?.teams ?? '?';
  await world.store.updateRequest('req_contoso', ({ asked, ...request }) => ({
    ...request,
    asked: {
      ...asked,
      people: asked.people.map((one) => ({ ...one, objectId: teams })),
    },
  }));
  expect(JSON.stringify(await omar())).toMatch(/it0@contoso\.com/);
  expect(JSON.stringify(await omar())).not.toContain('leaves 2026');
});

it('has more than a message has room for on its next pages', async () => {
  const world = await open();
  await failEmails(world, 'contoso', 11);
  const first = JSON.stringify(await world.press('ann', 'slack', 'customers.week', week));
  expect(first).toContain('Show 7 more');
  expect(first).toContain('"customer_contoso 5"');
  const last = await world.press('ann', 'slack', 'customers.week', { id: 'customer_contoso 10', version: 1 });
  expect(last).toMatchObject({
    view: {
      text: [
        expect.stringMatching(/^11\. Email to it10@contoso\.com/),
        expect.stringMatching(/^12\. Ada Lovelace: leaves/),
      ],
    },
  });
  expect(JSON.stringify(last)).not.toContain('more');
});

it('is not offered where there is nothing of it, and answers all the same', async () => {
  const world = createTwoCustomers();
  const one = await world.press('ann', 'slack', 'customers.show', week);
  expect(JSON.stringify(one)).not.toContain('customers.week');
  expect(await world.press('ann', 'slack', 'customers.week', week)).toMatchObject({
    view: { title: 'No email failed, and no one leaves this week.', text: [], buttons: [] },
  });
});
