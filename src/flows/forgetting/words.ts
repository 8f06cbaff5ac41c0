import { createPlural } from '../../domain/languages.ts';

const plural = createPlural('en');

/** Everything that `forget` says. */
export const FORGETTING_WORDS = {
  /** How much of each kind there is. */
  counts: {
    jobs: (n: number) => plural(n, { one: '# job', other: '# jobs' }),
    requests: (n: number) => plural(n, { one: '# request', other: '# requests' }),
    forms: (n: number) => plural(n, { one: '# unfinished form', other: '# unfinished forms' }),
    links: (n: number) => plural(n, { one: '# link', other: '# links' }),
    presets: (n: number) => plural(n, { one: '# preset', other: '# presets' }),
    snapshots: (n: number) => plural(n, { one: '# earlier state', other: '# earlier states' }),
    names: (n: number) => plural(n, { one: '# name in the history', other: '# names in the history' }),
  },
  none: 'nothing',
  nothing: 'Rollcall keeps nothing about this person.',
  found: {
    title: (whom: string, kept: string) => `Rollcall keeps this about ${whom}: ${kept}.`,
    others: 'Other people in the same jobs and requests stay. So does the account in Microsoft 365.',
    history: (days: number) =>
      `The history keeps who did what for ${days} days. Messages in Slack and Teams stay until someone deletes them there.`,
    next: 'To delete it for good, press the button.',
    button: 'Delete all of it',
  },
  confirm: {
    title: 'Delete all of it?',
    text: "You can't undo this. Passwords that no one has seen yet will be lost.",
    ok: 'Delete',
  },
  forgotten: {
    title: 'Rollcall deleted what it kept about this person.',
    text: (kept: string) =>
      `This was ${kept}. The history shows the deletion without a name, under this receipt:`,
  },
};
