import { drawControl, startState } from '../controls.ts';
import { make, makeButton } from '../dom.ts';
import type { Block, Option, Press } from './blockTypes.ts';

function textOf(text: Block['text']): string {
  return typeof text === 'string' ? text : (text?.text ?? '');
}

/** Asks before a dangerous button is pressed, in a window of its own, as Slack does. */
function ask({ title, text, confirm, deny }: NonNullable<Block['confirm']>): Promise<boolean> {
  const box = document.createElement('dialog');
  const heading = make('h2', title.text);
  heading.id = 'confirm-title';
  box.className = 'confirm';
  box.setAttribute('aria-labelledby', heading.id);
  const answer = (words: string, said: string, style: string) =>
    makeButton(words, style, () => box.close(said));
  const buttons = make('div.buttons', '', answer(deny.text, '', ''), answer(confirm.text, 'yes', 'primary'));
  box.append(heading, make('p', text.text), buttons);
  document.body.append(box);
  box.showModal();
  return new Promise((resolve) => {
    box.addEventListener('close', () => {
      box.remove();
      resolve(box.returnValue === 'yes');
    });
  });
}

function drawButton(block: Block, element: Block, press: Press): HTMLElement {
  const style = typeof element.style === 'string' ? element.style : '';
  return makeButton(textOf(element.text), style, async () => {
    if (element.confirm !== undefined && !(await ask(element.confirm))) return;
    if (element.url !== undefined) window.open(element.url, '_blank', 'noreferrer');
    await press(block, element);
  });
}

function drawOverflow(block: Block, element: Block, press: Press): HTMLElement {
  const menu = document.createElement('select');
  menu.className = 'overflow';
  menu.setAttribute('aria-label', 'More actions');
  const draw = ({ text, value }: Option) => new Option(text.text, value);
  menu.append(new Option('⋯', ''), ...(element.options ?? []).map(draw));
  menu.addEventListener('change', async () => {
    const { value } = menu;
    menu.value = '';
    if (element.confirm === undefined || (await ask(element.confirm))) await press(block, element, value);
  });
  return menu;
}

/** Draws an element that acts at once: a button, a menu, a date. */
export function drawElement(block: Block, element: Block, press: Press): HTMLElement {
  if (element.type === 'button') return drawButton(block, element, press);
  if (element.type === 'overflow') return drawOverflow(block, element, press);
  const label = element.placeholder?.text ?? textOf(block.text);
  const changed = (value: string | string[]) => void press(block, element, value);
  const control = drawControl({ block, element, label, state: startState(element), changed });
  return control?.node ?? make('span.note', `This page cannot draw a ${element.type}.`);
}
