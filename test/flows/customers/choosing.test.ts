import { describe, expect, it } from 'vitest';
import { findNamed, markCustomers, splitMention } from '../../../src/domain/customers.ts';
import type { CustomerChoiceView } from '../../../src/flows/views/customers.ts';
import type { PersonFormView } from '../../../src/flows/views/person.ts';
import { E3, E5 } from '../../service/fakes/fakeDirectory.ts';
import { createTwoCustomers } from './twoCustomers.ts';

const CSV = 'Display name,User name\nLise Meitner,lise@contoso.com\n';

/** A file as a chat hands it over, and how often it was read. */
function createFile() {
  const file = {
    name: 'people.csv',
    opened: 0,
    async open() {
      file.opened += 1;
      return (async function* () {
        yield Buffer.from(CSV);
      })();
    },
  };
  return file;
}

const viewOf = <View>(reply: unknown) => (reply as { view: View }).view;

describe('what is typed, by somebody with several customers', () => {
  it('is asked about the first time, and goes on as it was typed', async () => {
    const world = createTwoCustomers();
    const asked = await world.press('omar', 'slack', 'adduser.open', { text: 'Ada Lovelace' });
    const choice = viewOf<CustomerChoiceView>(asked);
    expect(asked).toMatchObject({ type: 'form', view: { kind: 'customerChoice' } });
    expect(choice.offered.map(({ id }) => id)).toEqual(['contoso', 'fabrikam']);
    expect(world.calls).toEqual([]);
    const { submit, id, version } = choice.target;
    const raw = { id, version, fields: { customer: 'fabrikam' } };
    const form = await world.press('omar', 'slack', submit.action, raw);
    expect(form).toMatchObject({
      view: { kind: 'personForm', customer: 'Fabrikam', drawnFor: { id: 'fabrikam', name: 'Fabrikam' } },
    });
    expect(viewOf<PersonFormView>(form).values).toMatchObject({ givenName: 'Ada', surname: 'Lovelace' });
    expect(world.calls.filter((call) => call.startsWith('contoso'))).toEqual([]);
    // And from then on for the one that was chosen last, in either chat.
    const next = await world.press('omar', 'teams', 'presets.show', {});
    expect(next).toMatchObject({ view: { kind: 'presets', customer: 'Fabrikam' } });
  });

  it.each([
    ['@fabrikam Ada Lovelace', 'Fabrikam'],
    ['Ada @Contoso Lovelace', 'Contoso'],
    ['Ada Lovelace @fab', 'Fabrikam'],
  ])('%s is for that customer', async (text, customer) => {
    const world = createTwoCustomers();
    const form = await world.press('omar', 'slack', 'adduser.open', { text });
    expect(form).toMatchObject({ view: { kind: 'personForm', customer } });
    expect(viewOf<PersonFormView>(form).values).toMatchObject({ givenName: 'Ada', surname: 'Lovelace' });
    expect(await world.press('omar', 'slack', 'presets.show', {})).toMatchObject({ view: { customer } });
  });

  it('with a name that none of theirs has is asked about, and says so', async () => {
    const world = createTwoCustomers();
    const asked = await world.press('omar', 'slack', 'licenses.show', { text: '@initech' });
    expect(asked).toMatchObject({
      type: 'message',
      view: { kind: 'customerChoice', problem: 'None of your customers is called "initech".' },
    });
  });

  it('for a customer that they may not act for is refused and audited', async () => {
    const world = createTwoCustomers();
    const reply = await world.press('ann', 'slack', 'adduser.open', { text: '@fabrikam Ada' });
    expect(JSON.stringify(reply)).toContain("You can't act for this customer");
    expect(world.refusals()).toMatchObject([{ actor: 'ann', customer: 'fabrikam', what: 'adduser.open' }]);
    const own = await world.press('ann', 'slack', 'adduser.open', { text: '@contoso Ada' });
    expect(own).toMatchObject({ view: { kind: 'personForm', customer: 'Contoso' } });
    // With one of theirs there is nothing to choose.
    expect(own).not.toHaveProperty('view.drawnFor.choose');
  });

  it('goes on for its owner alone', async () => {
    const world = createTwoCustomers();
    const asked = await world.press('omar', 'slack', 'adduser.open', { text: 'Ada Lovelace' });
    const { submit, id } = viewOf<CustomerChoiceView>(asked).target;
    const raw = { id, version: 1, fields: { customer: 'fabrikam' } };
    expect(JSON.stringify(await world.press('bob', 'slack', submit.action, raw))).toMatch(
      /is no longer open/,
    );
    expect(JSON.stringify(await world.press('ann', 'slack', submit.action, raw))).toMatch(/can't act for/);
    await world.clock.advance(61 * 60_000);
    expect(JSON.stringify(await world.press('omar', 'slack', submit.action, raw))).toMatch(
      /is no longer open/,
    );
    expect(world.calls).toEqual([]);
  });
});

describe('somebody who is forgotten', () => {
  it('is in nothing that was begun without a customer', async () => {
    const world = createTwoCustomers();
    const asked = await world.press('omar', 'slack', 'adduser.open', { text: 'Ada Lovelace' });
    const { submit, id } = viewOf<CustomerChoiceView>(asked).target;
    world.tenants.contoso.hold('ada@contoso.com', 'Ada Lovelace');
    await world.press('omar', 'slack', 'forget.start', { id: 'ada@contoso.com', customer: 'contoso' });
    expect(await world.store.loadDraft(id)).toBeUndefined();
    const raw = { id, version: 1, fields: { customer: 'contoso' } };
    expect(JSON.stringify(await world.press('omar', 'slack', submit.action, raw))).toMatch(
      /is no longer open/,
    );
  });
});

describe('in a pause', () => {
  it('what was begun before is refused when it is said for whom', async () => {
    const world = createTwoCustomers();
    const asked = await world.press('omar', 'slack', 'adduser.open', {});
    const { submit, id } = viewOf<CustomerChoiceView>(asked).target;
    await world.press('omar', 'slack', 'pause.start', {});
    const raw = { id, version: 1, fields: { customer: 'fabrikam' } };
    expect(JSON.stringify(await world.press('omar', 'slack', submit.action, raw))).toMatch(/paused/i);
    expect(world.calls).toEqual([]);
  });
});

describe('a channel that belongs to a customer', () => {
  it('sees that customer alone, whatever was chosen last', async () => {
    const world = createTwoCustomers();
    await world.press('omar', 'slack', 'presets.show', { text: '@contoso' });
    const here = await world.press('omar', 'slack', 'presets.show', {}, 'C0FABRIKAM');
    expect(here).toMatchObject({ view: { customer: 'Fabrikam' } });
    const thread = await world.press('omar', 'teams', 'presets.show', {}, '19:fab@thread.tacv2;messageid=7');
    expect(thread).toMatchObject({ view: { customer: 'Fabrikam' } });
    const other = await world.press('omar', 'slack', 'presets.show', { text: '@contoso' }, 'C0FABRIKAM');
    expect(JSON.stringify(other)).toContain('This channel is for another customer.');
    const ann = await world.press('ann', 'slack', 'presets.show', {}, 'C0FABRIKAM');
    expect(JSON.stringify(ann)).toContain("You can't act for this customer");
    expect(world.refusals().map(({ actor }) => actor)).toEqual(['omar', 'ann']);
    // Somewhere else it is as before.
    expect(await world.press('omar', 'slack', 'presets.show', {})).toMatchObject({
      view: { customer: 'Contoso' },
    });
  });
});

describe('a file that is dropped', () => {
  it('is asked about before anything else, read once, and checked for the one that was chosen', async () => {
    const world = createTwoCustomers();
    await world.press('omar', 'slack', 'presets.show', { text: '@contoso' });
    const file = createFile();
    const asked = await world.press('omar', 'slack', 'addusers.file', { file });
    expect(asked).toMatchObject({ type: 'message', view: { kind: 'customerChoice', about: 'people.csv' } });
    expect(world.calls).toEqual([]);
    const { submit, id } = viewOf<CustomerChoiceView>(asked).target;
    for (const customer of ['fabrikam', 'contoso']) {
      const raw = { id, version: 1, fields: { customer } };
      const checked = await world.press('omar', 'slack', submit.action, raw);
      expect(checked).toMatchObject({
        view: { kind: 'verification', fileName: 'people.csv', drawnFor: { id: customer } },
      });
    }
    expect(file.opened).toBe(1);
    const kept = await world.store.loadDraft(id);
    expect(JSON.stringify(kept)).not.toContain(Buffer.from(CSV).toString('base64').slice(0, 20));
  });

  it('is for the customer whose form asked for it, once', async () => {
    const world = createTwoCustomers();
    await world.press('omar', 'teams', 'addusers.open', { text: '@fabrikam' });
    const file = createFile();
    const checked = await world.press('omar', 'teams', 'addusers.file', { file });
    expect(checked).toMatchObject({ view: { kind: 'verification', drawnFor: { id: 'fabrikam' } } });
    const again = await world.press('omar', 'teams', 'addusers.file', { file });
    expect(again).toMatchObject({ view: { kind: 'customerChoice' } });
  });
});

describe('another customer, chosen in a form', () => {
  it('begins the form anew for that one, with what still fits', async () => {
    const world = createTwoCustomers();
    world.tenants.fabrikam.licenses = [{ ...E3 }];
    const form = viewOf<PersonFormView & { drawnFor: { choose: unknown } }>(
      await world.press('omar', 'slack', 'adduser.open', { text: '@contoso' }),
    );
    expect(form.drawnFor.choose).toMatchObject({
      action: 'adduser.open',
      offered: [{ id: 'contoso' }, { id: 'fabrikam' }],
    });
    const { id, version } = form.target;
    const typed = {
      ...{
        givenName: 'Ada',
        surname: 'Lovelace',
        usageLocation: 'GB',
        reason: 'TICKET-7',
        preset: 'preset_1',
      },
      licenses: [E3.skuId, E5.skuId],
      groups: ['a1b6b0f2-1111-4f6f-9d0e-999999999999'],
      recipients: 'it@contoso.com, boss@elsewhere.com',
    };
    // Whether the menu itself sends it, or the form with the menu set to another one.
    for (const action of ['adduser.open', 'adduser.submit']) {
      const raw = { id, version, customer: 'contoso', fields: { ...typed, customer: 'fabrikam' } };
      const anew = await world.press('omar', 'slack', action, raw);
      expect(anew, action).toMatchObject({
        type: 'form',
        view: { kind: 'personForm', customer: 'Fabrikam' },
      });
      const { values, target } = viewOf<PersonFormView>(anew);
      expect(values).toMatchObject({
        givenName: 'Ada',
        surname: 'Lovelace',
        usageLocation: 'GB',
        reason: 'TICKET-7',
      });
      expect(values.licenses).toEqual([E3.skuId]);
      expect(values.groups ?? []).toEqual([]);
      expect(values.recipients).toBe('it@contoso.com');
      expect(target.id).not.toBe(id);
      expect((await world.store.loadDraft(target.id))?.customer).toBe('fabrikam');
    }
    // What was drawn for the first is as it was.
    expect((await world.store.loadDraft(id))?.version).toBe(version);
  });

  it('does nothing where a step has no other customer to begin for', async () => {
    const world = createTwoCustomers();
    await world.fill('contoso', 'omar');
    const raw = { id: 'job_contoso', version: 1, customer: 'contoso', fields: { customer: 'fabrikam' } };
    const reply = await world.press('omar', 'slack', 'job.retry', raw);
    expect(JSON.stringify(reply)).toContain('belongs to a different customer');
    expect(world.calls).toEqual([]);
  });

  it('refuses one that is not theirs', async () => {
    const world = createTwoCustomers();
    const raw = { id: 'new', customer: 'contoso', fields: { customer: 'fabrikam' } };
    expect(JSON.stringify(await world.press('ann', 'slack', 'adduser.open', raw))).toContain("can't act for");
    expect(world.calls).toEqual([]);
  });
});

describe('a mark', () => {
  it('is the same for a customer whoever stands below, and another for each', () => {
    const ids = Array.from({ length: 14 }, (_, index) => ({ id: `customer-${index}` }));
    const marks = markCustomers(ids);
    expect(new Set(marks.values()).size).toBe(14);
    for (let length = 1; length < 14; length += 1) {
      const fewer = markCustomers(ids.slice(0, length));
      for (const [id, mark] of fewer) expect(mark).toBe(marks.get(id));
    }
    expect(markCustomers([...ids, ...ids.map(({ id }) => ({ id: `${id}b` }))]).size).toBe(28);
  });
});

describe('a customer in words', () => {
  const all = [
    { id: 'contoso', name: 'Contoso' },
    { id: 'contoso-uk', name: 'Contoso UK Ltd.' },
    { id: 'mueller', name: 'Müller & Söhne' },
  ];
  it.each([
    ['contoso', ['contoso']],
    ['CONTOSO-UK', ['contoso-uk']],
    ['contosou', ['contoso-uk']],
    ['cont', ['contoso', 'contoso-uk']],
    ['müller', ['mueller']],
    ['', []],
    ['-', []],
    ['initech', []],
  ])('@%s', (word, ids) => {
    expect(findNamed(all, word).map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    ['@Contoso UK Ltd. Ada Lovelace', 'Contoso UK Ltd.', 'Ada Lovelace'],
    ['Ada @contoso uk Lovelace', 'contoso uk', 'Ada Lovelace'],
    ['@contoso Ulla Berg', 'contoso', 'Ulla Berg'],
    ['@Müller & Söhne', 'Müller & Söhne', ''],
    ['last week @Müller & Söhne', 'Müller & Söhne', 'last week'],
    ['@Müller Ada', 'Müller', 'Ada'],
    ['@initech Ltd. Ada', 'initech', 'Ltd. Ada'],
  ])('has as many words as its name has: %s', (text, word, rest) => {
    expect(splitMention(text, all)).toEqual({ word, rest });
    // Those of others count where no one's own is named.
    expect(splitMention(text, [], all)).toEqual({ word, rest });
  });

  it('is one’s own rather than another’s longer one', () => {
    const text = '@contoso UK Ltd. Ada';
    expect(splitMention(text, all.slice(0, 1), all)).toEqual({ word: 'contoso', rest: 'UK Ltd. Ada' });
  });

  it('is a word of its own, and no address', () => {
    expect(splitMention('Ada ada@contoso.com')).toBeUndefined();
    expect(splitMention('@')).toBeUndefined();
    expect(splitMention('Ada @fabrikam ada@contoso.com')).toEqual({
      word: 'fabrikam',
      rest: 'Ada ada@contoso.com',
    });
  });
});
