import { find } from './dom.ts';
import { showLatest } from './draw.ts';

/** Shows the panel of one tab and hides those beside it. */
export function openTab(panel: string): void {
  const tab = find(`#${panel}-tab`);
  for (const each of tab.parentElement?.querySelectorAll('[role=tab]') ?? []) {
    const isIt = each === tab;
    each.setAttribute('aria-selected', String(isIt));
    each.setAttribute('tabindex', isIt ? '0' : '-1');
    find(`#${each.getAttribute('aria-controls')}`).hidden = !isIt;
  }
  tab.classList.remove('new');
  const log = document.querySelector<HTMLElement>(`#${panel} .log[data-follows]`);
  if (log !== null) showLatest(log);
}

const STEP_BY_KEY: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** Makes tabs work by mouse and by arrow keys, as WAI-ARIA's tabs pattern says. */
export function startTabs(): void {
  for (const list of document.querySelectorAll<HTMLElement>('[role=tablist]')) {
    const all = [...list.querySelectorAll<HTMLElement>('[role=tab]')];
    for (const [at, tab] of all.entries()) {
      tab.addEventListener('click', () => openTab(tab.getAttribute('aria-controls') ?? ''));
      tab.addEventListener('keydown', ({ key }) => {
        const next = all[(at + (STEP_BY_KEY[key] ?? 0) + all.length) % all.length];
        if (STEP_BY_KEY[key] === undefined || next === undefined) return;
        next.focus();
        next.click();
      });
    }
  }
}

/** The place of a chat that is open: what is sent goes there. */
export function openPlaceOf(chat: string): string {
  const tab = find(`#${chat} [role=tab][aria-selected=true]`);
  return (tab.getAttribute('aria-controls') ?? '').endsWith('-channel') ? 'channel' : 'direct';
}
