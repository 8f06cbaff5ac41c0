import { act } from '../calls.ts';
import { find, make, makeButton, makeLink, showBusy } from '../dom.ts';
import { drawHead, keep, show } from '../draw.ts';
import type { Stage, TeamsMessage } from '../stage.ts';
import { openPlaceOf } from '../tabs.ts';
import { type CardEars, drawCard } from './cards.ts';

const CONSENT = 'application/vnd.microsoft.teams.card.file.consent';

function drawAttachment(id: string, { contentType, name, content }: TeamsMessage['attachments'][number]) {
  if (contentType !== CONSENT) return name === undefined ? [] : [make('p.note', `File: ${name}`)];
  const about = (content as { description?: string } | undefined)?.description ?? '';
  const answer = (words: string, said: string, style: string) =>
    makeButton(words, style, () => act('teams/consent', { id, answer: said }));
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

/** A card of this message; of the open dialog when there is none. */
function listen(path: string, id?: string): CardEars {
  const at = id === undefined ? {} : { id };
  return {
    press: (pressed) => act(path, { ...at, ...pressed }),
    async search(dataset, query) {
      const { choices = [] } = await act('teams/search', { ...at, dataset, query });
      return choices;
    },
  };
}

function drawMessage(each: TeamsMessage): HTMLElement {
  const words = each.text === '' ? [] : [make('pre', each.text.replaceAll(/<\/?at>/g, ''))];
  return make(
    'div.message',
    '',
    drawHead(each.from, Date.parse(each.at)),
    ...words,
    ...each.attachments.flatMap((attachment) => drawAttachment(each.id, attachment)),
    ...(each.card === undefined ? [] : [drawCard(each.card, listen('teams/click', each.id))]),
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
  const inside =
    dialog.card === undefined
      ? make('p', '', makeLink(dialog.url ?? '', dialog.url ?? ''))
      : drawCard(dialog.card, listen('teams/dialog'));
  const close = () => act('teams/closeDialog', {});
  box.oncancel = (event) => {
    event.preventDefault();
    void close();
  };
  const body = make('div.inside', '', inside);
  const end = make('div.buttons', '', makeButton('Close', '', close));
  box.replaceChildren(title, body, make('p.error trouble'), end);
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
export function showTeams({ absent = '', personal, channel, dialog, files }: Stage['teams']): void {
  const note = find('#teams-absent');
  note.hidden = absent === '';
  if (note.textContent !== absent) note.textContent = absent;
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
    button.addEventListener('click', () =>
      showBusy(
        button,
        act('teams/extension', { commandId: button.dataset.extension, place: openPlaceOf('teams') }),
      ),
    );
  }
}
