import { act } from './calls.ts';
import { drawCard } from './cards.ts';
import { find, make, makeButton } from './dom.ts';
import { drawHead, keep, show } from './draw.ts';
import type { Stage, TeamsMessage } from './stage.ts';

const CONSENT = 'application/vnd.microsoft.teams.card.file.consent';

function drawAttachment(id: string, { contentType, name, content }: TeamsMessage['attachments'][number]) {
  if (contentType !== CONSENT) return name === undefined ? [] : [make('p.note', `File: ${name}`)];
  const about = (content as { description?: string } | undefined)?.description ?? '';
  const answer = (words: string, said: string, style: string) =>
    makeButton(words, style, () => void act('teams/consent', { id, answer: said }));
  const buttons = make(
    'div.buttons',
    '',
    answer('Allow', 'accept', 'primary'),
    answer('Decline', 'decline', ''),
  );
  return [
    make('p', `${name ?? 'A file'}: ${about} Rollcall wants to put this file into your OneDrive.`),
    buttons,
  ];
}

function drawMessage(each: TeamsMessage): HTMLElement {
  const words = each.text === '' ? [] : [make('pre', each.text.replaceAll(/<\/?at>/g, ''))];
  return make(
    'div.message',
    '',
    drawHead(each.from === 'bot' ? 'Rollcall' : 'You', Date.parse(each.at)),
    ...words,
    ...each.attachments.flatMap((attachment) => drawAttachment(each.id, attachment)),
    ...(each.card === undefined
      ? []
      : [drawCard(each.card, (button, inputs) => act('teams/click', { id: each.id, button, inputs }))]),
  );
}

let shownDialog = '';

function showDialog(dialog: Stage['teams']['dialog']): void {
  const box = find<HTMLDialogElement>('#teams-dialog');
  const key = JSON.stringify(dialog);
  if (key === shownDialog) return;
  shownDialog = key;
  if (dialog === null) {
    box.close();
    return;
  }
  const title = make('h2', dialog.title);
  title.id = 'teams-dialog-title';
  const submit = (button: string, inputs: object) => act('teams/dialog', { button, inputs });
  const inside = dialog.card === undefined ? make('p', dialog.url ?? '') : drawCard(dialog.card, submit);
  const close = () => box.close();
  box.replaceChildren(title, inside, make('p.error trouble'), makeButton('Close', '', close));
  if (!box.open) box.showModal();
}

function drawDrive(files: readonly string[]): HTMLElement {
  const person = find<HTMLInputElement>('#people :checked').value;
  const links = files.flatMap((name, at) => {
    const link = document.createElement('a');
    link.href = `/try/files/teams/${at}?person=${person}`;
    link.textContent = name;
    link.download = name;
    return [document.createTextNode(at === 0 ? 'In your OneDrive: ' : ', '), link];
  });
  return make('span', '', ...links);
}

/** Draws all that stands in Teams. */
export function showTeams({ personal, channel, dialog, files }: Stage['teams']): void {
  const draw = (place: string, messages: TeamsMessage[]) =>
    show(
      `teams-${place}`,
      messages.map((each) => keep(`t-${place}-${each.id}`, each, () => drawMessage(each))),
    );
  draw('personal', personal);
  draw('channel', channel);
  find('#onedrive').replaceChildren(
    ...(files.length === 0 ? [] : [keep('drive', files, () => drawDrive(files))]),
  );
  showDialog(dialog);
}

/** Makes Teams' own buttons work. */
export function startTeams(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-extension]')) {
    button.addEventListener(
      'click',
      () => void act('teams/extension', { commandId: button.dataset.extension }),
    );
  }
}
