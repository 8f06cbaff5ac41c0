import { find } from './dom.ts';

/** On a phone one pane is shown at a time, side by side: the links bring one into view, and the one in view is marked. */
export function startPlaces(): void {
  const main = find('main');
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.places a')];
  const mark = () => {
    const at = Math.round(main.scrollLeft / Math.max(main.clientWidth, 1));
    for (const [index, link] of links.entries()) {
      if (index === at) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  };
  for (const link of links) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      find(link.hash).scrollIntoView({ block: 'nearest', inline: 'start' });
    });
  }
  main.addEventListener('scroll', mark, { passive: true });
  mark();
}
