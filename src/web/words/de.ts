import { createPlural } from '../../domain/languages.ts';
import type { PageWords } from './pageWords.ts';

const plural = createPlural('de');

const title = { first: 'Erstes Kennwort', new: 'Neues Kennwort', pass: 'Befristeter Zugriffspass' };
const lists = { first: 'Erste Kennwörter', new: 'Neue Kennwörter', pass: 'Befristete Zugriffspässe' };

/** German. */
export const DE: PageWords = {
  footer: 'Rollcall fragt Sie nie nach einem Kennwort.',
  ask: {
    title: 'Kennwörter von Rollcall',
    once: 'Dieser Link zeigt seinen Inhalt nur ein einziges Mal.',
    when: 'Öffnen Sie ihn, wenn Sie sich das Kennwort notieren oder es weitergeben können.',
    button: 'Jetzt anzeigen',
    told: 'Die Person, von der Sie den Link haben, wird benachrichtigt, sobald er geöffnet wird.',
  },
  title,
  heading: (shown, name) => `${title[shown]} für ${name}`,
  listTitle: (shown) => lists[shown],
  listHeading: (shown, count) =>
    `${lists[shown]} für ${plural(count, { one: '# Person', other: '# Personen' })}`,
  did(isReset, count, createdBy, customer) {
    const accounts = plural(count, { one: 'dieses Konto', other: 'diese Konten' });
    return isReset
      ? `${createdBy} hat für ${accounts} bei ${customer} ${plural(count, { one: 'ein neues Kennwort', other: 'neue Kennwörter' })} festgelegt.`
      : `${createdBy} hat ${accounts} bei ${customer} angelegt.`;
  },
  name: 'Name',
  userName: 'Benutzername',
  secret: { password: 'Kennwort', pass: 'Befristeter Zugriffspass' },
  caption: {
    password: 'Personen mit Benutzernamen und Kennwörtern',
    pass: 'Personen mit Benutzernamen und Zugriffspässen',
  },
  blockedShort: '(Anmeldung gesperrt)',
  noPass: '(kein Zugriffspass möglich, daher das Kennwort)',
  blocked: 'Die Anmeldung ist gesperrt, bis ein Administrator sie freigibt.',
  copy: { password: 'Kennwort kopieren', pass: 'Zugriffspass kopieren', list: 'Liste kopieren' },
  print: 'Drucken',
  copied: 'Kopiert. Fügen Sie es nur dort ein, wo es allein die betroffene Person lesen kann.',
  notCopied: 'Der Browser hat das nicht zugelassen. Markieren und kopieren Sie den Text selbst.',
  cannotReturn: 'Sie können nicht auf diese Seite zurückkehren.',
  keepFirst: 'Notieren Sie sich, was Sie brauchen, bevor Sie die Seite schließen.',
  validUntil: (count, until) =>
    `${plural(count, { one: 'Der Pass gilt für eine einzige Anmeldung', other: 'Jeder Pass gilt für eine einzige Anmeldung' })}, bis ${until}.`,
  next: {
    title: 'So geht es weiter',
    hand(secret, count) {
      const what =
        secret === 'password'
          ? plural(count, { one: 'das Kennwort', other: 'jedes Kennwort' })
          : plural(count, { one: 'den Pass', other: 'jeden Pass' });
      return `Geben Sie ${what} nur an die Person weiter, der das Konto gehört, persönlich oder telefonisch.`;
    },
    signIn: (secret, address) =>
      `Melden Sie sich unter ${address} mit dem Benutzernamen und dem ${secret === 'password' ? 'Kennwort' : 'Pass'} an.`,
    chooseOwn: 'Microsoft verlangt dann ein neues Kennwort. Wählen Sie eines, das sonst niemand kennt.',
    addMethod:
      'Fügen Sie innerhalb von zehn Minuten eine Anmeldemethode hinzu: eine Authentifizierungs-App oder einen Passkey. Verwenden Sie von da an diese statt des Passes.',
  },
  gone: {
    title: 'Nichts anzuzeigen',
    heading: 'Dieser Link zeigt nichts an',
    text: 'Er wurde bereits geöffnet, ist abgelaufen oder unvollständig. Jeder Link zeigt ein Kennwort nur einmal.',
    another: 'Bitten Sie die Person, von der Sie ihn haben, um einen neuen.',
    notYou: 'Hat jemand anderes ihn geöffnet?',
    tell: 'Sagen Sie der Person, von der Sie ihn haben, sofort Bescheid, damit sie das Kennwort zurücksetzen kann.',
  },
  busy: {
    title: 'Zu viele Anfragen',
    heading: 'Zu viele Anfragen',
    text: 'Es wurde nichts geöffnet, und Ihr Link funktioniert weiterhin. Versuchen Sie es in einer Minute noch einmal.',
  },
  later: {
    title: 'Im Moment nicht',
    heading: 'Dieser Link lässt sich gerade nicht öffnen',
    text: 'Es wurde nichts angezeigt, und Ihr Link funktioniert weiterhin. Öffnen Sie ihn später noch einmal.',
  },
  broken: {
    title: 'Etwas ist schiefgegangen',
    heading: 'Etwas ist schiefgegangen',
    text: 'Es wurde nichts angezeigt. Bitten Sie die Person, von der Sie den Link haben, um einen neuen.',
  },
};
