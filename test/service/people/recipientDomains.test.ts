import { describe, expect, it } from 'vitest';
import { createWorld, MIA, OMAR, PLACE, SETTINGS } from '../fakes/world.ts';

const OUTSIDE = 'ada@gmail.com';
const outside = { settings: { ...SETTINGS, recipients: [OUTSIDE] } };

describe('C9: a recipient outside the domains of the organization', () => {
  it('is refused in the form of one person, with whom to ask', async () => {
    const { service } = createWorld({ recipientDomains: undefined });
    const facts = await service.facts.read('contoso');
    const { data } = await service.people.open(MIA, PLACE, { displayName: 'Ada', userName: 'ada' });
    const [problem] = service.people.checkLocally(facts, { ...data.values, recipients: OUTSIDE });
    expect(problem).toMatchObject({ property: 'recipients', code: 'RECIPIENT_INVALID' });
    expect(problem?.message).toContain(
      'They can go to contoso.com, contoso.onmicrosoft.com, corp.contoso.com. An admin can allow gmail.com',
    );
  });

  it('is refused at the door, whatever led there, and when passwords are sent on', async () => {
    const world = createWorld({ recipientDomains: undefined });
    await expect(world.accept(1, outside)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    const { job } = await world.run(1);
    const { problems } = await world.service.jobs.sendTo(OMAR, job.id, OUTSIDE);
    expect(problems).toMatchObject([{ code: 'RECIPIENT_INVALID' }]);
    expect(world.mailer.inbox.map(({ to }) => to)).not.toContain(OUTSIDE);
  });

  it('is refused for a new password of somebody who exists', async () => {
    const world = createWorld({ recipientDomains: undefined });
    world.tenant.hold('ada@contoso.com', 'Ada');
    const opened = await world.service.resets.open(
      MIA,
      PLACE,
      world.tenant.find('ada@contoso.com')?.id ?? '',
    );
    const values = { ...opened.data.values, recipients: OUTSIDE };
    const { draft, problems } = await world.service.resets.check(MIA, opened.id, values);
    expect(problems).toMatchObject([{ code: 'RECIPIENT_INVALID' }]);
    expect(draft.data.checked).toBeUndefined();
  });

  it('gets passwords once the policy says so, and then nobody else does', async () => {
    const world = createWorld({ recipientDomains: ['gmail.com'] });
    const { job } = await world.run(1, outside);
    expect(job.deliveries).toMatchObject([{ recipient: OUTSIDE, state: 'accepted' }]);
    await expect(world.accept(1)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('inside them gets passwords without a word in the policy', async () => {
    const { job } = await createWorld({ recipientDomains: undefined }).run(1);
    expect(job.deliveries).toMatchObject([{ state: 'accepted' }]);
  });
});
