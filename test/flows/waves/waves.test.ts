import { beforeEach, describe, expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import type { RawInput } from '../../../src/flows/action.ts';
import { showApproval } from '../../../src/flows/approvals/approvalViews.ts';
import type { Reply } from '../../../src/flows/reply.ts';
import type { Button } from '../../../src/flows/views/parts.ts';
import type { WaveView } from '../../../src/flows/views/waves.ts';
import type { WaveState } from '../../../src/service/waves/waves.ts';
import { E3 } from '../../service/fakes/fakeDirectory.ts';
import { createTwoCustomers } from '../customers/twoCustomers.ts';

const HEAD = 'Customer,User name,First name,Last name,Display name';
const ROWS = [
  'Contoso,lise@contoso.com,Lise,Meitner,Lise Meitner',
  'fabrikam.com,emmy@fabrikam.com,Emmy,Noether,Emmy Noether',
  'Fabrikam,max@fabrikam.com,Max,Planck,Max Planck',
];
const SETTINGS = {
  ...{
    signIn: 'allowed',
    usageLocation: 'DE',
    licenses: [],
    groups: [],
    recipients: '',
    delivery: 'show' as const,
  },
  reason: 'TICKET-1',
};

type World = ReturnType<typeof createTwoCustomers>;

function createFile(rows = ROWS, head = HEAD) {
  const name = 'starters.csv';
  return {
    name,
    async open() {
      return (async function* () {
        yield Buffer.from([head, ...rows].join('\n'));
      })();
    },
  };
}

function waveOf(reply: Reply): WaveView {
  const view = 'view' in reply ? reply.view : undefined;
  if (view?.kind !== 'wave') throw new Error(`No wave: ${JSON.stringify(reply).slice(0, 900)}`);
  return view;
}

function buttonOf({ buttons, lines }: WaveView, action: string): Button {
  const all = [...buttons, ...lines.flatMap(({ button }) => button ?? [])];
  const found = all.find((one) => one.action === action);
  if (found === undefined) throw new Error(`No ${action} among ${all.map((one) => one.action)}`);
  return found;
}

const said = ({ lines }: WaveView): string[] => lines.map(({ name, text }) => `${name}: ${text}`).sort();

describe('one file for several customers', () => {
  let world: World;
  beforeEach(async () => {
    world = await begin();
  });

  async function begin(more: { approvals?: object[] } = {}): Promise<World> {
    const made = createTwoCustomers(['contoso', 'fabrikam'], more);
    const [first, ...others] = made.tenants.fabrikam.domains;
    if (first !== undefined) made.tenants.fabrikam.domains = [{ ...first, id: 'fabrikam.com' }, ...others];
    await made.clock.until(made.service.resume());
    return made;
  }

  const press = (action: string, raw: RawInput, who: 'omar' | 'ann' = 'omar') =>
    world.press(who, 'slack', action, raw);
  const open = async (rows?: readonly string[]) =>
    waveOf(await press('addusers.file', { customer: 'contoso', file: createFile(rows as string[]) }));

  async function setUp(view: WaveView, more: object = {}): Promise<WaveView> {
    const { id, version } = buttonOf(view, 'addusers.setup');
    const fields = { ...SETTINGS, ...more };
    return waveOf(await press('addusers.setupSubmit', { id, version, fields }));
  }

  async function start(view: WaveView): Promise<string> {
    const { id = '', version = 0 } = view.target ?? {};
    expect(await press('wave.start', { id, version })).toMatchObject({ type: 'follow' });
    return id;
  }

  async function settle(id: string): Promise<WaveView> {
    await world.clock.advance(120_000);
    return waveOf(await press('wave.refresh', { id, version: 1 }));
  }

  const createdIn = (tenant: keyof World['tenants']) =>
    ['lise@contoso.com', 'emmy@fabrikam.com', 'max@fabrikam.com'].filter(
      (name) => world.tenants[tenant].find(name) !== undefined,
    );

  it('is taken apart by its column, checked in each directory, and creates everyone where they belong', async () => {
    const opened = await open();
    expect(said(opened)).toEqual(['Contoso: 1 ready. Not set up yet.', 'Fabrikam: 2 ready. Not set up yet.']);
    expect(opened.target).toBeUndefined();
    const ready = await setUp(opened);
    expect(ready).toMatchObject({
      title: '3 people for 2 customers',
      target: { submit: { label: 'Create 3' } },
    });
    const id = await start(ready);
    expect(await settle(id)).toMatchObject({ title: 'Finished: 3 of 3 people created', tone: 'success' });
    expect(createdIn('contoso')).toEqual(['lise@contoso.com']);
    expect(createdIn('fabrikam')).toEqual(['emmy@fabrikam.com', 'max@fabrikam.com']);
    // No message of a part's own.
    const jobs = await world.store.listJobs({ limit: 9 });
    expect(jobs.map(({ messages, wave }) => [messages, wave])).toEqual([
      [[], id],
      [[], id],
    ]);
  });

  it('stops before the second customer when something goes wrong for the first, and goes on when told to', async () => {
    const ready = await setUp(await open());
    world.tenants.contoso.fateOf = () => 'refused';
    const id = await start(ready);
    const stopped = await settle(id);
    expect(stopped).toMatchObject({ title: 'Stopped: 0 of 3 people created', tone: 'warning' });
    expect(said(stopped)).toEqual([
      'Contoso: 0 of 1 created. 1 failed. The job title is not accepted. Try again.',
      'Fabrikam: Waiting for its turn.',
    ]);
    expect(stopped.notes.join()).toContain('Something went wrong for Contoso');
    expect(world.calls.filter((call) => call === 'fabrikam createPeople')).toEqual([]);
    await press('wave.goOn', buttonOf(stopped, 'wave.goOn'));
    const done = await settle(id);
    expect(createdIn('fabrikam')).toHaveLength(2);
    world.tenants.contoso.fateOf = () => 'answered';
    await press('wave.retry', buttonOf(done, 'wave.retry'));
    expect(said(await settle(id))).toEqual(['Contoso: 1 of 1 created.', 'Fabrikam: 2 of 2 created.']);
    await press('wave.undo', buttonOf(await settle(id), 'wave.undo'));
    expect(await settle(id)).toMatchObject({
      title: 'Undone: everyone who was created was deleted again',
      tone: 'info',
    });
    expect([...createdIn('contoso'), ...createdIn('fabrikam')]).toEqual([]);
  });

  it('creates the rest of a customer that was stopped before it goes on with others', async () => {
    world.tenants.contoso.callMs = 600_000;
    const many = Array.from({ length: 100 }, (_, index) => `Contoso,p${index}@contoso.com,,,P ${index}`);
    const id = await start(await setUp(await open([...ROWS, ...many])));
    await world.clock.advance(5_000);
    const running = waveOf(await press('wave.refresh', { id, version: 1 }));
    await press('wave.stop', buttonOf(running, 'wave.stop'));
    world.tenants.contoso.callMs = 10;
    await world.clock.advance(1_200_000);
    const stopped = await settle(id);
    expect(said(stopped)[0]).toMatch(/^Contoso: \d+ of 101 created\. Stopped before everyone was created\.$/);
    expect(createdIn('fabrikam')).toEqual([]);
    await press('wave.goOn', buttonOf(stopped, 'wave.goOn'));
    await world.clock.advance(600_000);
    expect(await settle(id)).toMatchObject({ title: 'Finished: 103 of 103 people created', notes: [] });
  });

  it('is finished once what went wrong for the last customer is mended', async () => {
    const ready = await setUp(await open());
    world.tenants.fabrikam.fateOf = () => 'refused';
    const id = await start(ready);
    const stopped = await settle(id);
    expect(stopped.notes.join()).toContain('Something went wrong for Fabrikam');
    world.tenants.fabrikam.fateOf = () => 'answered';
    await press('wave.retry', buttonOf(stopped, 'wave.retry'));
    expect(await settle(id)).toMatchObject({
      title: 'Finished: 3 of 3 people created',
      tone: 'success',
      notes: [],
    });
  });

  it('goes on when one part was undone, which is nothing that went wrong', async () => {
    world.tenants.fabrikam.callMs = 60_000;
    const id = await start(await setUp(await open()));
    await world.clock.advance(30_000);
    const [contoso] = (await world.store.listJobs({ limit: 9 })).filter(
      ({ customer }) => customer === 'contoso',
    );
    await press('job.undo', { id: contoso?.id ?? '', version: 1, customer: 'contoso' });
    world.tenants.fabrikam.callMs = 10;
    await world.clock.advance(600_000);
    const done = await settle(id);
    expect(said(done)).toEqual(
      expect.arrayContaining(['Contoso: Everyone created was deleted again.', 'Fabrikam: 2 of 2 created.']),
    );
    expect(done).toMatchObject({ notes: [], tone: 'success' });
  });

  it('takes no settings for a part once it was started', async () => {
    world.tenants.contoso.callMs = 60_000;
    const view = await setUp(await open());
    const { lines } = (await world.service.waves.read(view.target?.id ?? '')) as WaveState;
    const part = lines.find(({ customer }) => customer === 'fabrikam')?.draft;
    const id = await start(view);
    const fields = { ...SETTINGS, signIn: 'blocked' };
    const reply = await press('addusers.setupSubmit', {
      ...{ id: part?.id ?? '', version: part?.version ?? 0, customer: 'fabrikam', fields },
    });
    expect(JSON.stringify(reply)).toContain('This file was already started.');
    expect(await world.store.loadDraft(part?.id ?? '')).toMatchObject({
      data: { settings: { accountEnabled: true } },
    });
    world.tenants.contoso.callMs = 10;
    await settle(id);
    expect(createdIn('fabrikam')).toHaveLength(2);
  });

  it('asks for a part again that was declined, by itself, and follows what becomes of it', async () => {
    world = createTwoCustomers(undefined, {
      approvals: [{ name: 'many', when: { people: 3 }, by: { people: ['ann', 'bob'] } }],
    });
    const [first, ...others] = world.tenants.fabrikam.domains;
    if (first !== undefined) world.tenants.fabrikam.domains = [{ ...first, id: 'fabrikam.com' }, ...others];
    await world.clock.until(world.service.resume());
    const id = await start(await setUp(await open()));
    await settle(id);
    const asked = async () =>
      (await world.store.listRequests({})).filter(({ customer }) => customer === 'contoso');
    const [request] = await asked();
    await press(
      'approval.declineSubmit',
      {
        ...{ id: request?.id ?? '', version: request?.version ?? 0, customer: 'contoso' },
        fields: { reason: 'Not now' },
      },
      'ann',
    );
    const { lines } = (await world.service.waves.read(id)) as WaveState;
    const part = { id: lines[0]?.draftId ?? '', version: 9, customer: 'contoso' };
    const form = await press('addusers.setup', part);
    expect(JSON.stringify(form)).not.toContain('also used for');
    await press('addusers.setupSubmit', { ...part, fields: { ...SETTINGS, reason: 'Please' } });
    const draft = await world.store.loadDraft(part.id);
    await press('addusers.start', { ...part, version: draft?.version ?? 0 });
    // One person alone needs nobody's approval.
    await settle(id);
    expect(createdIn('contoso')).toEqual(['lise@contoso.com']);
  });

  it('can be stopped by an admin of one of its customers, and by its owner who lost the first', async () => {
    world.tenants.contoso.callMs = 600_000;
    const id = await start(await setUp(await open()));
    await world.clock.advance(5_000);
    // Ann administers Contoso alone: she sees that, and stops all of it.
    const theirs = waveOf(await press('wave.refresh', { id, version: 1 }, 'ann'));
    expect(theirs.lines.map(({ name }) => name)).toEqual(['Contoso']);
    const stopped = waveOf(await press('wave.stop', { id, version: 1 }, 'ann'));
    expect(stopped.notes.join()).toContain('stopped it');
    for (const action of ['wave.goOn', 'wave.undo', 'wave.retry']) {
      expect(JSON.stringify(await press(action, { id, version: 1 }, 'ann'))).toContain('someone else');
    }
    const omar = world.policy.people.find(({ id: one }) => one === 'omar');
    if (omar !== undefined) omar.customers = ['fabrikam'];
    expect(waveOf(await press('wave.end', { id, version: 1 })).title).toMatch(/^Ended/);
    await settle(id);
    expect(createdIn('fabrikam')).toEqual([]);
  });

  it('is ended by an admin of one of its customers for all of them, so that nothing stays held', async () => {
    world.tenants.contoso.callMs = 600_000;
    const id = await start(await setUp(await open()));
    await world.clock.advance(5_000);
    await press('wave.end', { id, version: 1 }, 'ann');
    const held = (await world.store.listRequests({})).find(({ customer }) => customer === 'fabrikam');
    expect(held).toMatchObject({ state: 'cancelled', cancelledBy: 'Ann' });
    expect(world.store.entries()).toContainEqual(
      expect.objectContaining({ what: 'request.cancelled', actor: 'ann', customer: 'fabrikam' }),
    );
    world.tenants.contoso.callMs = 10;
    await world.clock.advance(1_200_000);
    expect(said(await settle(id))).toEqual(['Contoso: 1 of 1 created.', 'Fabrikam: Canceled by Ann.']);
  });

  it('is agreed to once for all, where its header is nobody’s but its own, and so are suggestions', async () => {
    const head = 'Customer,Vorname des Neuen,Zuname des Neuen';
    const rows = ['Contoso,Lise,Meitner', 'Fabrikam,Emmy,Noether', 'Fabrikam,Max,Planck'];
    const opened = waveOf(
      await press('addusers.file', { customer: 'contoso', file: createFile(rows, head) }),
    );
    expect(opened.notes.join()).toMatch(/read as: Vorname des Neuen → First name, Zuname des Neuen → /);
    expect(opened.buttons.map(({ action }) => action)).not.toContain('addusers.setup');
    const agree = buttonOf(opened, 'wave.agree');
    const agreed = waveOf(await press('wave.agree', agree));
    expect(agreed.notes.join()).not.toContain('read as');
    expect(JSON.stringify(await press('wave.agree', agree))).toContain('changed after the button was shown');
    const suggest = buttonOf(agreed, 'wave.suggestions');
    expect(suggest.label).toBe('Use the 3 suggestions');
    const filled = waveOf(await press('wave.suggestions', suggest));
    expect(said(filled)).toEqual(['Contoso: 1 ready. Not set up yet.', 'Fabrikam: 2 ready. Not set up yet.']);
    const id = await start(await setUp(filled));
    expect(await settle(id)).toMatchObject({ title: 'Finished: 3 of 3 people created' });
    // One that was started takes neither.
    for (const action of ['wave.agree', 'wave.suggestions']) {
      expect(JSON.stringify(await press(action, { id, version: 1 }))).toContain('already started');
    }
  });

  it('has a way back from a part, also when that is left out', async () => {
    const opened = await open();
    const line = opened.lines.find(({ name }) => name === 'Fabrikam')?.button;
    const part = await press('wave.show', { id: line?.id ?? '', version: 1 });
    const buttons = 'view' in part && 'buttons' in part.view ? (part.view.buttons as Button[]) : [];
    const pressOn = (action: string) => {
      const { id = '', version = 0 } = buttons.find((one) => one.action === action) ?? {};
      return press(action, { id, version, customer: 'fabrikam' });
    };
    expect(said(waveOf(await pressOn('wave.refresh')))).toEqual(said(opened));
    const left = waveOf(await pressOn('addusers.cancel'));
    expect(said(left)).toEqual(['Contoso: 1 ready. Not set up yet.', 'Fabrikam: Left out.']);
    expect(world.refusals()).toEqual([]);
  });

  it('leaves to whoever is alive then that its message shows the end', async () => {
    const id = await start(await setUp(await open()));
    await settle(id);
    const tasks = await world.store.listTasks();
    expect(tasks.filter(({ kind }) => kind === 'tell').map((task) => task.id)).toEqual([id]);
  });

  it('counts what it shows, and says so when its owner has lost a customer', async () => {
    const id = await start(await setUp(await open()));
    await settle(id);
    const omar = world.policy.people.find(({ id: one }) => one === 'omar');
    if (omar !== undefined) omar.customers = ['contoso'];
    const done = waveOf(await press('wave.refresh', { id, version: 1 }));
    expect(done.title).toBe('Finished: 1 of 1 person created');
    expect(done.notes.join()).toContain("for customers you can't act for");
    expect(buttonOf(done, 'wave.undo').confirm?.text).toContain('for the customers shown here.');
    await press('wave.undo', buttonOf(done, 'wave.undo'));
    await world.clock.advance(120_000);
    const undone = waveOf(await press('wave.refresh', { id, version: 1 }));
    expect(undone.title).toBe('Undone for the customers shown here');
    expect(said(undone)).toEqual(['Contoso: Everyone created was deleted again.']);
    expect(undone.notes.join()).toContain("their people aren't counted");
    expect(createdIn('fabrikam')).toHaveLength(2);
    // Somebody else learns nothing of other customers.
    const theirs = waveOf(await press('wave.refresh', { id, version: 1 }, 'ann'));
    expect(theirs.notes).toEqual([]);
  });

  it('is stopped for all of its customers by an admin of one of them, and offers its owner nothing of what they lost', async () => {
    world.tenants.fabrikam.queueMs = 600_000;
    const id = await start(await setUp(await open()));
    await world.clock.advance(60_000);
    const stopped = waveOf(await press('wave.stop', { id, version: 1 }, 'ann'));
    expect(stopped.notes).toEqual(['Ann stopped it. Nothing more is started.']);
    const before = await settle(id);
    expect(said(before)).toEqual([
      'Contoso: 1 of 1 created.',
      'Fabrikam: 0 of 2 created. Stopped before everyone was created.',
    ]);
    expect(buttonOf(before, 'wave.goOn').label).toBe('Continue');
    expect(createdIn('fabrikam')).toEqual([]);
    const omar = world.policy.people.find(({ id: one }) => one === 'omar');
    if (omar !== undefined) omar.customers = ['contoso'];
    await press('wave.goOn', buttonOf(before, 'wave.goOn'));
    const after = await settle(id);
    expect(after.notes).toEqual([expect.stringContaining("for customers you can't act for")]);
    expect(after.buttons.map(({ action }) => action)).not.toContain('wave.goOn');
  });

  it('says of a customer that was removed that its people stay, and are not counted', async () => {
    const id = await start(await setUp(await open()));
    await settle(id);
    world.policy.customers = world.policy.customers.filter(({ id: one }) => one !== 'fabrikam');
    const done = waveOf(await press('wave.refresh', { id, version: 1 }));
    expect(done.title).toBe('Finished: 1 of 1 person created');
    expect(said(done)).toEqual(['Contoso: 1 of 1 created.']);
    expect(done.notes).toEqual([
      "This file was also for a customer that was removed from Rollcall. It isn't shown here. People who were created there stay, and aren't counted.",
    ]);
    await press('wave.undo', buttonOf(done, 'wave.undo'));
    await world.clock.advance(120_000);
    const undone = waveOf(await press('wave.refresh', { id, version: 1 }));
    expect(undone.title).toBe('Undone for the customers shown here');
    expect(createdIn('fabrikam')).toHaveLength(2);
  });

  it('says what could not be done for a customer, until the next is asked for', async () => {
    const id = await start(await setUp(await open()));
    const done = await settle(id);
    const { holdJob } = world.store;
    const fabrikams = (await world.store.listJobs({ limit: 9 })).find(
      ({ customer }) => customer === 'fabrikam',
    );
    world.store.holdJob = async (jobId) => {
      if (jobId !== fabrikams?.id) return holdJob(jobId);
      throw new RollcallError('STORE_BROKEN', 'The disk is full.', { next: 'Make room on it.' });
    };
    await press('wave.undo', buttonOf(done, 'wave.undo'));
    // Also once the message was drawn again.
    expect((await settle(id)).notes).toEqual(['Fabrikam: The disk is full. Make room on it.']);
    expect([...createdIn('contoso'), ...createdIn('fabrikam')]).toHaveLength(2);
    world.store.holdJob = holdJob;
    await press('wave.undo', { id, version: 1 });
    expect((await settle(id)).notes).toEqual([]);
    expect(createdIn('fabrikam')).toEqual([]);
  });

  it('says which part could not be asked for, opens it, and tries it again when told to go on', async () => {
    const ready = await setUp(await open());
    const { saveRequest } = world.store;
    world.store.saveRequest = async (request) => {
      if (request.customer !== 'fabrikam') return saveRequest(request);
      throw new RollcallError('STORE_BROKEN', 'The disk is full.', { next: 'Make room on it.' });
    };
    const id = await start(ready);
    const stopped = await settle(id);
    expect(said(stopped)[1]).toBe('Fabrikam: The disk is full. Make room on it.');
    expect(stopped.notes.join()).toContain('Nothing could be started for Fabrikam');
    expect(stopped.notes.join()).toContain('Continue tries that again');
    const line = stopped.lines.find(({ name }) => name === 'Fabrikam')?.button;
    const part = await press('wave.show', { id: line?.id ?? '', version: 1 });
    expect(part).toMatchObject({ view: { kind: 'verification', drawnFor: { id: 'fabrikam' } } });
    world.store.saveRequest = saveRequest;
    await press('wave.goOn', buttonOf(stopped, 'wave.goOn'));
    expect(await settle(id)).toMatchObject({ title: 'Finished: 3 of 3 people created' });
  });

  it('says which part was not begun, and opens its request to ask again', async () => {
    const { skuId = '' } = world.tenants.contoso.licenses[1] ?? {};
    const ready = await setUp(await open(), { licenses: [skuId] });
    world.tenants.fabrikam.licenses = [];
    const stopped = await settle(await start(ready));
    expect(stopped.notes).toEqual([expect.stringContaining('Open it to ask again')]);
    const line = stopped.lines.find(({ name }) => name === 'Fabrikam')?.button;
    const part = await press('wave.show', { id: line?.id ?? '', version: 1 });
    expect(JSON.stringify(part)).toContain('addusers.setupBack');
  });

  it('is gone once it was canceled, which is nothing that anyone was not allowed to do', async () => {
    const opened = await open();
    const setUpAll = buttonOf(opened, 'addusers.setup');
    await press('wave.cancel', buttonOf(opened, 'wave.cancel'));
    for (const [action, { id, version }] of [
      ['addusers.setup', setUpAll],
      ['wave.refresh', buttonOf(opened, 'wave.refresh')],
    ] as const) {
      const reply = JSON.stringify(await press(action, { id, version }));
      expect(reply).toContain('no longer');
      expect(reply).not.toContain('Type the command again');
    }
    expect(world.refusals()).toEqual([]);
  });

  it('is either started or canceled when both are pressed at the same moment', async () => {
    const ready = await setUp(await open());
    const { id = '', version = 0 } = ready.target ?? {};
    const replies = await Promise.all([
      press('wave.start', { id, version }),
      press('wave.cancel', { id, version }),
    ]);
    await world.clock.advance(120_000);
    const refused = replies.filter((reply) => JSON.stringify(reply).includes('"tone":"error"'));
    expect(refused).toHaveLength(1);
    const people = [...createdIn('contoso'), ...createdIn('fabrikam')];
    expect(people).toHaveLength(replies[0]?.type === 'follow' ? 3 : 0);
  });

  it('names rows for nobody, and asks nobody for which customer it is', async () => {
    const rows = [...ROWS, 'Fabricam,a@fabrikam.com,,,A', 'Initech,b@initech.com,,,B', ',c@contoso.com,,,C'];
    const view = waveOf(await press('addusers.file', { file: createFile(rows) }));
    expect(view.notes.slice(0, 4)).toEqual([
      '1 row is left out (first: row 5): none of your customers is called "Fabricam". Did you mean Fabrikam?',
      '1 row is left out (first: row 6): none of your customers is called "Initech".',
      '1 row is left out (first: row 7): no customer is given.',
      'To include these rows, correct the customer column and attach the file again.',
    ]);
    expect(view.title).toBe('3 people for 2 customers');
  });

  it('has only rows of customers that its sender may act for, and says of the others what it says of strangers', async () => {
    const view = waveOf(await press('addusers.file', { file: createFile() }, 'ann'));
    expect(said(view)).toEqual(['Contoso: 1 ready. Not set up yet.']);
    expect(view.notes[0]).toContain('none of your customers is called "fabrikam.com"');
    expect(world.calls.filter((call) => call.startsWith('fabrikam'))).toEqual([]);
    const none = await press('addusers.file', { file: createFile(ROWS.slice(1)) }, 'ann');
    expect(JSON.stringify(none)).toContain('None of the rows is for a customer you can create people for.');
  });

  it('starts only what its card shows', async () => {
    const ready = await setUp(await open());
    const { id = '', version = 0 } = ready.target ?? {};
    // Changed after the card was drawn.
    const { draftId = '' } = (await world.service.waves.read(id))?.wave.data.lines[1] ?? {};
    const draft = await world.store.loadDraft(draftId);
    await world.store.updateDraft(draftId, draft?.version ?? 0, draft?.data);
    expect(JSON.stringify(await press('wave.start', { id, version }))).toContain(
      'changed after the button was shown',
    );
    expect(await world.store.listRequests({})).toEqual([]);
  });

  it('starts no part of it alone', async () => {
    await setUp(await open());
    const [draft] = await world.store.listDrafts({ kind: 'roster', limit: 1 });
    const { id = '', version = 0, customer = '' } = draft ?? {};
    const reply = await press('addusers.start', { id, version, customer });
    expect(reply).toMatchObject({ type: 'form', view: { kind: 'setupForm' } });
    expect([await world.store.listRequests({}), await world.store.listJobs({ limit: 1 })]).toEqual([[], []]);
  });

  it('sets a customer apart for whom the settings do not fit', async () => {
    const { skuId = '' } = world.tenants.contoso.licenses[1] ?? {};
    world.tenants.fabrikam.licenses = [];
    const opened = await open();
    const ready = await setUp(opened, { licenses: [skuId] });
    expect(said(ready)[1]).toMatch(/^Fabrikam: 2 ready\. .*Open it to set it up separately\.$/);
    expect(ready.notes[0]).toBe('Not ready, so not included: Fabrikam.');
    const part = ready.lines.find(({ name }) => name === 'Fabrikam')?.button;
    const shown = await press('wave.show', { id: part?.id ?? '', version: 1 });
    expect(shown).toMatchObject({
      view: { kind: 'verification', isPart: true, drawnFor: { id: 'fabrikam' } },
    });
    const own = (shown as unknown as { view: { buttons: Button[] } }).view.buttons[0];
    const fields = { ...SETTINGS, licenses: [] };
    const both = waveOf(
      await press('addusers.setupSubmit', {
        id: own?.id ?? '',
        version: own?.version ?? 0,
        fields,
        customer: 'fabrikam',
      }),
    );
    expect(said(both)).toEqual([
      'Contoso: Creates 1 person with Office 365 E3.',
      'Fabrikam: Creates 2 people, no license.',
    ]);
  });

  it('stops all that runs, and is ended without beginning the rest', async () => {
    world.tenants.contoso.callMs = 600_000;
    const id = await start(await setUp(await open()));
    await world.clock.advance(5_000);
    const running = waveOf(await press('wave.refresh', { id, version: 1 }));
    expect(running.title).toBe('Creating 3 people for 2 customers');
    const stopped = waveOf(await press('wave.stop', buttonOf(running, 'wave.stop')));
    expect(stopped.notes).toEqual(['Omar stopped it. Nothing more is started.']);
    const ended = waveOf(await press('wave.end', buttonOf(stopped, 'wave.end')));
    expect(said(ended)).toContain('Fabrikam: Canceled.');
    await world.clock.advance(1_200_000);
    await settle(id);
    expect(createdIn('fabrikam')).toEqual([]);
    expect(world.store.entries().map(({ what }) => what)).toEqual(
      expect.arrayContaining(['wave.started', 'wave.stopped', 'wave.ended', 'request.cancelled']),
    );
  });

  it('is told in the history of each of its customers, with its own part alone', async () => {
    const id = await start(await setUp(await open()));
    await settle(id);
    const told = world.store.entries().filter(({ what }) => what.startsWith('wave.'));
    expect(told.map(({ what, customer, detail, actor }) => [what, customer, detail, actor])).toEqual([
      ['wave.started', 'contoso', { people: 1 }, 'omar'],
      ['wave.started', 'fabrikam', { people: 2 }, 'omar'],
      ['wave.done', 'contoso', undefined, 'omar'],
      ['wave.done', 'fabrikam', undefined, 'omar'],
    ]);
    const shown = await press('history.csv', { id: '*', customer: 'contoso' }, 'ann');
    const file = 'files' in shown ? shown.files?.[0]?.bytes.toString() : '';
    expect(file).toContain('wave.started');
    expect(file).not.toMatch(/fabrikam/i);
  });

  it('keeps the refusal of somebody else in their own customer’s history', async () => {
    const id = await start(await setUp(await open()));
    await world.press('bob', 'slack', 'wave.undo', { id, version: 1 });
    const refused = { actor: 'bob', what: 'draft.opened', customer: 'fabrikam' };
    expect(world.refusals()).toMatchObject([{ ...refused, detail: { code: 'NOT_YOURS' } }]);
  });

  it('is nobody else’s', async () => {
    const id = await start(await setUp(await open()));
    const reply = await press('wave.undo', { id, version: 1 }, 'ann');
    expect(JSON.stringify(reply)).toContain('belongs to someone else');
    expect(world.refusals()).toMatchObject([
      { actor: 'ann', what: 'draft.opened', detail: { code: 'NOT_YOURS' } },
    ]);
  });

  /** Starts it with a license that somebody has to approve, for both. */
  async function startAsking(): Promise<string> {
    world = await begin({
      approvals: [{ name: 'E3', when: { licenses: [E3.skuPartNumber] }, by: { role: 'approver' } }],
    });
    const ready = await setUp(await open(), { licenses: [E3.skuId] });
    for (const line of said(ready)) expect(line).toMatch(/with Office 365 E3\. Needs approval from /);
    return start(ready);
  }

  async function decide(customer: string, who: 'ann' | 'bob', action: string, fields = {}): Promise<void> {
    const waiting = await world.store.listRequests({ state: 'waiting' });
    const id = waiting.find((request) => request.customer === customer)?.id ?? '';
    await world.press(who, 'slack', action, { id, version: 1, customer, fields });
  }

  it('asks the approvers of each customer at once, and lets nobody wait for another one’s approval', async () => {
    const id = await startAsking();
    for (const line of said(await settle(id))) expect(line).toContain('Waiting for approval from');
    // The message about the file tells its sender: there are cards for approvers alone.
    const requests = await world.store.listRequests({});
    expect(requests.flatMap(({ copies }) => copies.map(({ as }) => as))).not.toContain('requester');
    await decide('fabrikam', 'bob', 'approval.approve');
    await settle(id);
    expect([createdIn('contoso').length, createdIn('fabrikam').length]).toEqual([0, 2]);
    await decide('contoso', 'ann', 'approval.approve');
    expect((await settle(id)).title).toBe('Finished: 3 of 3 people created');
    const jobs = await world.store.listJobs({ limit: 9 });
    expect(jobs.every(({ messages }) => messages.length === 0)).toBe(true);
  });

  it('tells approvers that it is one part of a file, and that it waits for its turn', async () => {
    const id = await startAsking();
    const cardOf = async (customer: string, who: 'ann' | 'bob') => {
      const [request] = (await world.store.listRequests({})).filter((one) => one.customer === customer);
      const human = world.policy.people.find(({ id: one }) => one === who);
      const actor = { id: who, name: human?.name ?? '', roles: human?.roles ?? [], customer };
      const state = await world.clock.until(
        world.service.approvals.load(
          { ...actor, platform: 'slack', userId: human?.slack ?? '' },
          request?.id ?? '',
        ),
      );
      return showApproval(state, customer, 'approver').note;
    };
    world.tenants.fabrikam.callMs = 600_000;
    expect(await cardOf('contoso', 'ann')).toBe(
      'This is one part of starters.csv, a file for 2 customers. Once approved, it waits for its turn.',
    );
    await decide('fabrikam', 'bob', 'approval.approve');
    await world.clock.advance(5_000);
    expect(await cardOf('fabrikam', 'bob')).toBeUndefined();
    await decide('contoso', 'ann', 'approval.approve');
    await world.clock.advance(5_000);
    expect(await cardOf('contoso', 'ann')).toBe(
      'It is one part of a file for several customers and waits for its turn.',
    );
    world.tenants.fabrikam.callMs = 10;
    await world.clock.advance(1_200_000);
    expect((await settle(id)).title).toBe('Finished: 3 of 3 people created');
    expect(await cardOf('contoso', 'ann')).toBeUndefined();
  });

  it('goes on for the others when somebody declines one', async () => {
    const id = await startAsking();
    await decide('contoso', 'ann', 'approval.declineSubmit', { reason: 'Not this week' });
    await decide('fabrikam', 'bob', 'approval.approve');
    expect(said(await settle(id))).toEqual([
      'Contoso: Declined by Ann: Not this week',
      'Fabrikam: 2 of 2 created.',
    ]);
    expect(createdIn('contoso')).toEqual([]);
  });

  it('asks by the size of the whole file, so that a column gets nobody around a rule', async () => {
    const rule = { name: 'Many', when: { people: 3 }, by: { role: 'approver' } };
    world = await begin({ approvals: [rule] });
    const ready = await setUp(await open());
    for (const line of said(ready)) expect(line).toContain('Needs approval from');
    await settle(await start(ready));
    expect([...createdIn('contoso'), ...createdIn('fabrikam')]).toEqual([]);
    expect(await world.store.listRequests({ state: 'waiting' })).toHaveLength(2);
  });
});
