import { createPlural } from '../../../../domain/languages.ts';
import type { Brought, MailWords } from './mailWords.ts';

const plural = createPlural('de');

const accounts = (count: number) => plural(count, { one: 'ein Konto', other: '# Konten' });

const what = (brought: Brought, count: number): string =>
  ({
    first: plural(count, { one: 'das erste Kennwort', other: 'die ersten Kennwörter' }),
    new: plural(count, { one: 'das neue Kennwort', other: 'die neuen Kennwörter' }),
    pass: plural(count, {
      one: 'einen befristeten Zugriffspass für die erste Anmeldung',
      other: 'je einen befristeten Zugriffspass für die erste Anmeldung',
    }),
  })[brought];

/** German, with Microsoft’s own terms: Kennwort, Benutzername, befristeter Zugriffspass. */
export const DE: MailWords = {
  part: (part, parts) => ` (Teil ${part} von ${parts})`,
  subject(brought, { count, customer, part }) {
    const subject = {
      first: plural(count, {
        one: 'Erstes Kennwort für ein neues Konto',
        other: 'Erste Kennwörter für neue Konten',
      }),
      new: plural(count, { one: 'Neues Kennwort für ein Konto', other: 'Neue Kennwörter für Konten' }),
      pass: plural(count, {
        one: 'Erste Anmeldung bei einem neuen Konto',
        other: 'Erste Anmeldung bei neuen Konten',
      }),
    };
    return `${subject[brought]} – ${customer}${part}`;
  },
  created: ({ createdBy, count, customer, part }) =>
    `${createdBy} hat mit Rollcall ${accounts(count)} bei ${customer} angelegt${part}.`,
  reset({ createdBy, count, customer, part }) {
    const set = plural(count, { one: 'ein neues Kennwort', other: 'neue Kennwörter' });
    const before = plural(count, {
      one: 'Das bisherige Kennwort gilt nicht mehr.',
      other: 'Die bisherigen Kennwörter gelten nicht mehr.',
    });
    return `${createdBy} hat mit Rollcall ${set} für ${accounts(count)} bei ${customer} festgelegt${part}. ${before}`;
  },
  signIn: (url) =>
    `Die Anmeldung erfolgt unter ${url} mit dem unten stehenden Benutzernamen und Kennwort. Microsoft verlangt dann ein neues Kennwort, das nur die Person kennt, der das Konto gehört.`,
  userName: 'Benutzername',
  password: 'Kennwort',
  blocked: 'Die Anmeldung ist gesperrt, bis ein Administrator sie freigibt.',
  keepSafe:
    'Geben Sie jedes Kennwort nur an die Person weiter, der das Konto gehört, persönlich oder telefonisch, und löschen Sie diese E-Mail danach. Rollcall fragt nie nach einem Kennwort.',
  more: (count) => plural(count, { one: 'und eine weitere Person', other: 'und # weitere' }),
  see: (brought, count) =>
    ({
      first: plural(count, { one: 'Erstes Kennwort anzeigen', other: 'Erste Kennwörter anzeigen' }),
      new: plural(count, { one: 'Neues Kennwort anzeigen', other: 'Neue Kennwörter anzeigen' }),
      pass: plural(count, { one: 'Zugriffspass anzeigen', other: 'Zugriffspässe anzeigen' }),
    })[brought],
  once(brought, count, until, createdBy) {
    const when =
      brought === 'pass'
        ? plural(count, {
            one: 'Öffnen Sie ihn erst, wenn sich die Person sofort anmelden kann: Die Seite zeigt, wie lange der Pass gilt.',
            other:
              'Öffnen Sie ihn erst, wenn sich alle sofort anmelden können: Die Seite zeigt, wie lange die Pässe gelten.',
          })
        : 'Öffnen Sie ihn erst, wenn Sie sich notieren oder weitergeben können, was er zeigt.';
    return `Der Link zeigt ${what(brought, count)} nur einmal und ist bis zum ${until} gültig. ${when} ${createdBy} wird benachrichtigt, sobald der Link geöffnet wird.`;
  },
  lost: (createdBy) =>
    `Wenn die Seite nichts anzeigt oder Sie diese E-Mail nicht erwartet haben, wenden Sie sich an ${createdBy}. Von dort können Sie einen neuen Link bekommen. Leiten Sie diese E-Mail nicht weiter.`,
};
