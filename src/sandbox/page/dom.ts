/** An element with this text, always as text; `name` may end in `.class`. */
export function make(name: string, text = '', ...children: Node[]): HTMLElement {
  const [tag = 'div', className = ''] = name.split('.');
  const element = document.createElement(tag);
  element.className = className;
  if (text !== '') element.textContent = text;
  element.append(...children);
  return element;
}

/** A link that leaves this page as it is. */
export function makeLink(url: string, text: string): HTMLAnchorElement {
  const link = document.createElement('a');
  link.href = url;
  link.target = '_blank';
  link.rel = 'noreferrer';
  link.textContent = text;
  return link;
}

/** The element that the document has. */
export function find<T extends Element = HTMLElement>(selector: string, within: ParentNode = document): T {
  const found = within.querySelector<T>(selector);
  if (found === null) throw new Error(`The page has no ${selector}`);
  return found;
}

/** A button that shows, for as long as it takes, that its press is still being answered. */
export function makeButton(text: string, style: string, press: () => unknown): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  button.className = style;
  button.addEventListener('click', () => showBusy(button, press()));
  return button;
}

/** Marks what was pressed until it is answered. */
export function showBusy(pressed: Element | null, answer: unknown): void {
  if (pressed === null || !(answer instanceof Promise)) return;
  pressed.setAttribute('aria-busy', 'true');
  void answer.finally(() => pressed.removeAttribute('aria-busy'));
}
