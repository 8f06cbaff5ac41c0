import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { become, say } from './acting.ts';
import { describeInBrowser, expectAccessible } from './usePage.ts';

function addNamesake({ graph }: Sandbox): void {
  const ada = graph.state.findUser('ada@contoso.com');
  if (ada === undefined) throw new Error('There is no Ada.');
  const byron = { userPrincipalName: 'ada.byron@contoso.com', displayName: 'Ada Byron', surname: 'Byron' };
  const id = '11111111-2222-4333-8444-555555555555';
  graph.state.users.set(id, { ...ada, ...byron, id, assignedLicenses: [] });
}

const plain = (text: string) => ({ type: 'plain_text', text });
const option = (value: string, description?: string) => ({
  text: plain(value),
  value,
  ...(description === undefined ? {} : { description: plain(description) }),
});

/** Puts a modal in front of Mia that no conversation has, to see how it is drawn. */
function showModal({ slack }: Sandbox, blocks: { type: string; block_id: string }[]): void {
  const view = {
    id: 'V1',
    type: 'modal',
    callback_id: 'test.submit',
    private_metadata: '',
    hash: '1',
    root_view_id: 'V1',
    previous_view_id: null,
    title: plain('A form'),
    submit: plain('Send'),
    blocks,
    values: {},
  };
  slack.state.views.set(CAST.helpdesk.slack, [view]);
  slack.state.changes.emit('change');
}

async function uploadOneRow(page: Page, row: string): Promise<void> {
  await page.setInputFiles('#slack .composer [name=file]', {
    name: 'one.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`Username,Display name\r\n${row}\r\n`),
  });
  await page.click('#slack .composer >> text=Send');
}

describeInBrowser('buttons and fields on the page', (use) => {
  it('opens the person whose button was pressed, among several alike, in both chats', async () => {
    const { page, sandbox } = use();
    addNamesake(sandbox);
    await say(page, 'slack', '/user ada');
    await page.click('#slack-direct .section:has-text("ada@contoso.com") button');
    await page.waitForSelector('#slack-direct .message:last-child :text("United Kingdom")');
    await say(page, 'teams', 'user ada');
    await page.click('#teams-personal .ac-columnSet:has-text("ada@contoso.com") button');
    await page.waitForSelector('#teams-personal .message:last-child .card:has-text("United Kingdom")');
  });

  it('asks before Undo in Slack, and does nothing after Back', async () => {
    const { page, sandbox } = use();
    const find = () => sandbox.graph.state.findUser('joan.clarke@contoso.com');
    await become(page, 'Omar');
    await uploadOneRow(page, 'joan.clarke@contoso.com,Joan Clarke');
    await page.click('#slack-direct >> text=Set up 1 person');
    await page.click('#modal button.primary:has-text("Next")');
    await page.click('#modal button.primary:has-text("Create")');
    await page.click('#slack-direct button:has-text("Undo")');
    await expectAccessible(page);
    await page.click('dialog.confirm button:has-text("Back")');
    await page.waitForSelector('dialog.confirm', { state: 'detached' });
    expect(find()).toBeDefined();
    await page.click('#slack-direct button:has-text("Undo")');
    await page.click('dialog.confirm button.primary');
    await page.waitForSelector('#tenant caption:has-text("Deleted")');
    expect(find()).toBeUndefined();
  });

  it('opens a dialog of Teams again after it was closed, and not by itself after a reload', async () => {
    const { page } = use();
    for (let times = 0; times < 2; times += 1) {
      await page.click('[data-extension]');
      await page.waitForSelector('#teams-dialog[open] .card');
      await page.keyboard.press('Escape');
      await page.waitForSelector('#teams-dialog', { state: 'hidden' });
    }
    await page.reload();
    await page.waitForSelector('body[data-ready]');
    expect(await page.locator('#teams-dialog').isVisible()).toBe(false);
  });

  it('says under the field what is missing in a form of Slack', async () => {
    const { page, sandbox } = use();
    const element = { type: 'plain_text_input', action_id: 'name' };
    showModal(sandbox, [{ type: 'input', block_id: 'name', label: plain('Name'), element } as never]);
    await page.click('#modal button.primary');
    await page.waitForSelector('#error-name:has-text("Please complete this required field.")');
    expect(await page.evaluate('document.activeElement.dataset.id')).toBe('name');
    await expectAccessible(page);
  });

  it('searches while somebody types, keeps what was picked from earlier lists, and sends it', async () => {
    const { page, sandbox } = use();
    await page.route('**/try/slack/suggest', async (route) => {
      const { query } = route.request().postDataJSON();
      await route.fulfill({ json: { options: [option(`${query} one`), option(`${query} two`, 'second')] } });
    });
    let sent: Record<string, unknown> = {};
    await page.route('**/try/slack/modal/submit', async (route) => {
      sent = route.request().postDataJSON();
      await route.fulfill({ json: {} });
    });
    const many = { type: 'multi_external_select', action_id: 'groups', min_query_length: 2 };
    const one = { type: 'external_select', action_id: 'manager', initial_option: option('grace') };
    showModal(sandbox, [
      { type: 'input', block_id: 'groups', label: plain('Groups'), element: many } as never,
      { type: 'input', block_id: 'manager', label: plain('Manager'), element: one } as never,
    ]);
    const field = page.locator('#modal [data-id=groups] input');
    await field.pressSequentially('a');
    await page.waitForSelector('#modal :text("Type at least 2 characters.")');
    await field.pressSequentially('b');
    await page.waitForSelector('#modal [role=option]:has-text("ab two — second")');
    await expectAccessible(page);
    await field.press('ArrowDown');
    await field.press('ArrowDown');
    await field.press('Enter');
    await field.pressSequentially('cd');
    await page.click('#modal [role=option]:has-text("cd one")');
    await page.waitForSelector('#modal .chip:has-text("cd one")');
    expect(await page.inputValue('#modal [data-id=manager] input')).toBe('grace');
    await page.click('#modal button.primary');
    await expect
      .poll(() => sent.values)
      .toEqual({
        groups: ['ab two', 'cd one'],
        manager: 'grace',
      });
  });

  it('searches in a card of Teams while somebody types, and sends what was picked', async () => {
    const { page, sandbox } = use();
    await become(page, 'Omar');
    await say(page, 'teams', 'licenses');
    await page.click('#teams-personal button:has-text("Assign to people")');
    const field = page.locator('#teams-personal .typeahead input');
    await field.pressSequentially('ada');
    await page.click('#teams-personal [role=option]:has-text("Ada Lovelace")');
    await expectAccessible(page);
    expect(await page.locator('#people').count()).toBe(1);
    await page.click('#teams-personal button:has-text("Next")');
    await page.waitForSelector('#teams-personal .card:has-text("Assign"):has-text("Ada Lovelace")');
    await field.pressSequentially('essentials');
    await page.click('#teams-personal [role=option]:has-text("O365_BUSINESS_ESSENTIALS_PLAN")');
    await page.waitForSelector('#teams-personal .chip:has-text("O365_BUSINESS_ESSENTIALS_PLAN")');
    expect(sandbox.graph.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('saves a form of Slack as a preset, and fills the next one in as soon as it is chosen', async () => {
    const { page } = use();
    await become(page, 'Omar');
    await uploadOneRow(page, 'annie.easley@contoso.com,Annie Easley');
    await page.click('#slack-direct >> text=Set up 1 person');
    await page.check('#modal label:has-text("Blocked") input');
    await page.fill('#modal [data-id^=recipients]', 'ward@contoso.com');
    await page.click('#modal button:has-text("preset")');
    await page.fill('#modal [data-id=presetName]', 'Nurse');
    await page.click('#modal button.primary');
    await page.waitForSelector('#modal :text("Saved as")');
    expect(await page.inputValue('#modal [data-id^=recipients]')).toBe('ward@contoso.com');
    await page.click('#modal >> text=Cancel');
    await page.waitForSelector('#modal', { state: 'hidden' });
    await page.click('#slack-direct >> text=Set up 1 person');
    await page.waitForSelector('#modal[open] [data-id^=recipients]');
    await page.fill('#modal [data-id^=recipients]', 'typed@contoso.com');
    await page.selectOption('#modal .section select', { label: 'Nurse' });
    await page.waitForSelector('#modal :text("Filled in from")');
    expect(await page.inputValue('#modal [data-id^=recipients]')).toBe('ward@contoso.com');
    expect(await page.isChecked('#modal label:has-text("Blocked") input')).toBe(true);
    await expectAccessible(page);
  });

  it('draws the text of a message as Slack does, and what looks like HTML as it stands', async () => {
    const { page, sandbox } = use();
    const text =
      '*bold* _slanted_ ~gone~ `code` <https://contoso.com|a link> &lt;b&gt;no HTML&lt;/b&gt; 2*3*4';
    const block = { type: 'section', block_id: 'b', text: { type: 'mrkdwn', text } };
    const menu = { type: 'overflow', action_id: 'more', options: [option('First'), option('Second')] };
    const direct = sandbox.slack.state.channels.get(`D${CAST.helpdesk.slack.slice(1)}`);
    direct?.messages.push({
      ts: `${Date.now() / 1_000}`,
      channel: direct.id,
      user: 'bot',
      text: '',
      blocks: [
        block,
        { type: 'section', block_id: 'c', text: plain('<i>*literal*</i>'), accessory: menu },
        { type: 'carousel', block_id: 'd' },
      ],
      files: [],
      edits: 0,
    });
    await page.waitForSelector('#slack-direct strong:text-is("bold")');
    const drawn = page.locator('#slack-direct .message');
    expect(await drawn.locator('em').textContent()).toBe('slanted');
    expect(await drawn.locator('code').textContent()).toBe('code');
    expect(await drawn.locator('a').getAttribute('href')).toBe('https://contoso.com');
    const words = await drawn.textContent();
    expect(words).toContain('<b>no HTML</b> 2*3*4');
    expect(words).toContain('<i>*literal*</i>');
    expect(words).toContain('cannot draw a block of type carousel');
    expect(await drawn.locator('select option').allTextContents()).toEqual(['⋯', 'First', 'Second']);
    await expectAccessible(page);
  });
});
