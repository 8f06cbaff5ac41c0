import { act, readFiles, tell } from './calls.ts';
import { find } from './dom.ts';
import { pickNewcomer } from './newcomers.ts';
import { openPlaceOf } from './tabs.ts';

async function takeSample(name: string): Promise<File> {
  const sample = await fetch(`/try/samples/${name}`);
  return new File([await sample.blob()], name);
}

function startComposer(chat: 'slack' | 'teams'): void {
  const pane = find(`#${chat}`);
  const form = find<HTMLFormElement>('.composer', pane);
  const text = find<HTMLInputElement>('[name=text]', form);
  const file = find<HTMLInputElement>('[name=file]', form);

  async function send(files: readonly File[]): Promise<void> {
    const place = openPlaceOf(chat);
    const said = text.value;
    if (chat === 'teams' && place === 'channel' && files.length > 0) {
      tell(
        'Teams hands files to a bot in its own chat only. Open the chat with Rollcall and attach it there.',
      );
      return;
    }
    const body = { text: said, place, files: await readFiles(files) };
    form.reset();
    const { error } = await act(`${chat}/say`, body);
    if (error !== undefined && text.value === '') text.value = said;
  }

  const picked = find('[data-picked]', form);
  const sayPicked = () => {
    picked.textContent = [...(file.files ?? [])].map(({ name }) => name).join(', ') || 'Attach a file';
  };
  file.addEventListener('change', sayPicked);
  // The reset itself comes after its event.
  form.addEventListener('reset', () => queueMicrotask(sayPicked));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (text.value.trim() !== '' || (file.files?.length ?? 0) > 0) void send([...(file.files ?? [])]);
  });
  for (const button of pane.querySelectorAll<HTMLButtonElement>('[data-say]')) {
    button.addEventListener('click', () => {
      try {
        text.value = (button.dataset.say ?? '').replace('{newcomer}', pickNewcomer);
        form.requestSubmit();
      } catch (error) {
        tell(error instanceof Error ? error.message : 'That did not work.');
      }
    });
  }
  for (const button of pane.querySelectorAll<HTMLButtonElement>('[data-sample]')) {
    const name = button.dataset.sample ?? '';
    button.addEventListener('click', async () => send([await takeSample(name)]));
    button.addEventListener('dragstart', ({ dataTransfer }) => dataTransfer?.setData('text/x-sample', name));
  }
  pane.addEventListener('dragover', (event) => {
    event.preventDefault();
    pane.classList.add('dropping');
  });
  for (const end of ['dragleave', 'drop'])
    pane.addEventListener(end, () => pane.classList.remove('dropping'));
  pane.addEventListener('drop', async (event) => {
    event.preventDefault();
    const sample = event.dataTransfer?.getData('text/x-sample') ?? '';
    await send(sample === '' ? [...(event.dataTransfer?.files ?? [])] : [await takeSample(sample)]);
  });
}

/** Makes both composers send: text, files that are attached or dropped, and samples. */
export function startComposers(): void {
  startComposer('slack');
  startComposer('teams');
}
