import { act } from '../calls.ts';
import { find, make, makeButton, showBusy } from '../dom.ts';
import { drawHead, keep, show } from '../draw.ts';
import type { SlackMessage, Stage } from '../stage.ts';
import { drawBlock } from './blocks.ts';
import type { Block, Value } from './blockTypes.ts';
import { drawMarkup } from './markup.ts';
import { showModal } from './modal.ts';

/** The app's message shortcut, offered where somebody has shared a file. */
const SHORTCUT = { id: 'create_people_from_file', words: '⋯ Create people from file' };

function drawFile({ id, name }: { id: string; name: string }, canShortcut: boolean, ts: string): HTMLElement {
  const link = document.createElement('a');
  link.href = `/try/files/slack/${encodeURIComponent(id)}`;
  link.textContent = name;
  link.download = name;
  const press = () => act('slack/messageShortcut', { id: ts, callbackId: SHORTCUT.id });
  const more = canShortcut ? [makeButton(SHORTCUT.words, '', press)] : [];
  return make('p', 'File: ', link, ...more);
}

/** Where somebody has pressed, and what they picked there. */
function describePress(block: Block, element: Block, value?: Value): object {
  return {
    blockId: block.block_id,
    actionId: element.action_id,
    ...(value === undefined ? {} : { value }),
  };
}

function drawMessage(each: SlackMessage): HTMLElement {
  const press = (block: Block, element: Block, value?: Value) =>
    act('slack/click', { id: each.ts, ...describePress(block, element, value) });
  const words =
    each.blocks.length > 0 || each.text === '' ? [] : [make('p.rich', '', ...drawMarkup(each.text))];
  return make(
    'div.message',
    '',
    drawHead(each.from, Number(each.ts) * 1_000, each.edited ? 'edited' : ''),
    ...(each.ephemeralFor === undefined ? [] : [make('p.note', 'Only visible to you')]),
    ...words,
    ...each.files.map((file) => drawFile(file, !each.isBot, each.ts)),
    ...each.blocks.map((block) => drawBlock(block, press)),
  );
}

/** Says in whose workspace one is, and has its admin remove the app there, or add it. */
function showWorkspace(workspace: Stage['slack']['workspace']): void {
  if (workspace === undefined) return;
  const { name, hasApp } = workspace;
  const [title, button] = [find('#slack-title'), find('#slack-app')];
  if (title.textContent !== `Slack: ${name}`) title.textContent = `Slack: ${name}`;
  const words = hasApp ? `Remove the app from ${name}` : `Add the app to ${name}`;
  if (button.textContent !== words) button.textContent = words;
  button.title = 'What an admin does there';
  button.dataset.act = hasApp ? 'slack/remove' : 'slack/add';
  button.hidden = false;
}

/** Draws all that stands in Slack. */
export function showSlack({ workspace, direct, channel, home, modal }: Stage['slack']): void {
  showWorkspace(workspace);
  const draw = (place: string, messages: SlackMessage[]) =>
    show(
      `slack-${place}`,
      messages.map((each) => keep(`s-${place}-${each.ts}`, each, () => drawMessage(each))),
    );
  draw('direct', direct);
  draw('channel', channel);
  const press = (block: Block, element: Block, value?: Value) =>
    act('slack/homeClick', describePress(block, element, value));
  const empty = 'Rollcall shows nothing in its Home yet.';
  const drawHome = () =>
    home === null
      ? make('p.note', empty)
      : make('div', '', ...home.blocks.map((each) => drawBlock(each, press)));
  show('slack-home', [keep('s-home', home, drawHome)], false);
  showModal(modal);
}

/** Makes Slack's own buttons work. */
export function startSlack(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-shortcut]')) {
    button.addEventListener('click', () =>
      showBusy(button, act('slack/shortcut', { callbackId: button.dataset.shortcut })),
    );
  }
  const app = find<HTMLButtonElement>('#slack-app');
  app.addEventListener('click', () => showBusy(app, act(app.dataset.act ?? '', {})));
  find('#slack-home-tab').addEventListener('click', () => void act('slack/home', {}));
  // Slack tells the app who opens its Home; somebody else who looks at it opens theirs.
  find('#people').addEventListener('change', () => {
    if (!find('#slack-home').hidden) void act('slack/home', {});
  });
}
