import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as textInSlack } from '../../src/sandbox/slack/textOf.ts';
import { textOf as textInTeams } from '../../src/sandbox/teams/textOf.ts';
import { showMore } from '../composition/showMore.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();
const addGroup = (displayName: string) => {
  const id = crypto.randomUUID();
  setUp.sandbox.graph.state.groups.push({ type: 'group', id, displayName, members: new Set() });
  return id;
};

describe('groups in Slack', () => {
  const mia = () => setUp.sandbox.slack.as(CAST.helpdesk.slack);
  const offered = async (text: string) =>
    (await mia().suggest('groups', text)).map(({ text }) => (text as { text: string }).text);

  it('are searched for in the directory, and only those that people can be put into are offered', async () => {
    await mia().command('/adduser');
    await mia().waitForModal((view) => view.callback_id === 'adduser.submit');
    await showMore(mia());
    expect(await offered('berl')).toEqual(['Berlin office']);
    // Everybody in Berlin is dynamic, Finance comes from Active Directory, Notices is a distribution list.
    for (const closed of ['Everybody', 'Finance', 'Notices', 'Password helpers']) {
      expect(await offered(closed)).toEqual([]);
    }
    addGroup('Brand new group');
    expect(await offered('brand')).toEqual(['Brand new group']);
    await mia().close({ all: true });
  });

  it('say what they are called, whatever that is', async () => {
    const name = `*bold* <!channel> ${'x'.repeat(100)}`;
    const id = addGroup(name);
    await mia().command('/adduser', 'Hosti Group');
    await mia().waitForModal((view) => view.callback_id === 'adduser.submit');
    await showMore(mia());
    const [option] = await mia().suggest('groups', '*bold');
    expect(option).toMatchObject({ value: id, text: { type: 'plain_text' } });
    mia().fill({ groups: [id] });
    await mia().submit();
    const confirm = await mia().waitForModal((view) => view.callback_id === 'adduser.create');
    expect(textInSlack(confirm)).toContain('*bold* <!channel>');
    await mia().clickInModal('adduser.back');
    const form = await mia().waitForModal((view) => view.callback_id === 'adduser.submit');
    expect(form.values.groups).toMatchObject({ groups: { selected_options: [{ value: id }] } });
    await mia().close({ all: true });
  });

  it('offer nothing when the directory does not answer, and keep what was chosen', async () => {
    const id = addGroup('Kept group');
    await mia().command('/adduser', 'Kept Group');
    await mia().waitForModal((view) => view.callback_id === 'adduser.submit');
    await showMore(mia());
    await mia().suggest('groups', 'kept');
    mia().fill({ groups: [id] });
    const { switches } = setUp.sandbox.graph;
    switches.down = true;
    try {
      expect(await offered('kept')).toEqual([]);
    } finally {
      switches.down = false;
    }
    await mia().submit();
    const confirm = await mia().waitForModal((view) => view.callback_id === 'adduser.create');
    expect(textInSlack(confirm)).toContain('Kept group');
    await mia().close({ all: true });
  });
});

describe('groups in Teams', () => {
  it('are searched for in the directory as one types', async () => {
    const mia = setUp.sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('adduser');
    const few = await mia.waitForMessage((message) => textInTeams(message).includes('Add one person'));
    const form = await mia.click(few, 'adduser.contact');
    const berlin = await mia.typeahead(form, 'groups', 'BERL');
    expect(berlin.choices?.map(({ title }) => title)).toEqual(['Berlin office']);
    const twins = await mia.typeahead(form, 'groups', 'Project Phoenix');
    expect(twins.choices?.map(({ title }) => title).sort()).toEqual([
      'Project Phoenix — The new website',
      'Project Phoenix — The office move',
    ]);
    expect((await mia.typeahead(form, 'groups', 'fin')).choices).toEqual([]);
    expect((await mia.typeahead(form, 'people', 'ada')).choices).toEqual([]);
    addGroup('[link](https://evil.example)');
    const [hostile] = (await mia.typeahead(form, 'groups', '[link')).choices ?? [];
    // T4: titles of choices know no Markdown, so nothing in them is escaped.
    expect(hostile?.title).toBe('[link](https://evil.example)');
  });

  it('are hidden from those who may not create people', async () => {
    const approver = setUp.sandbox.teams.as(CAST.manager.teams);
    await approver.say('help');
    const card = await approver.waitForMessage(() => true);
    expect((await approver.typeahead(card, 'groups', '')).choices).toEqual([]);
  });
});
