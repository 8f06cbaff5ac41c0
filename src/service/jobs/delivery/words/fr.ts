import { createPlural } from '../../../../domain/languages.ts';
import type { Brought, MailWords } from './mailWords.ts';

const plural = createPlural('fr');

const accounts = (count: number) => plural(count, { one: 'un compte', other: '# comptes' });

const what = (brought: Brought, count: number): string =>
  ({
    first: plural(count, { one: 'le premier mot de passe', other: 'les premiers mots de passe' }),
    new: plural(count, { one: 'le nouveau mot de passe', other: 'les nouveaux mots de passe' }),
    pass: plural(count, {
      one: 'un passe d’accès temporaire pour la première connexion',
      other: 'un passe d’accès temporaire pour la première connexion de chaque personne',
    }),
  })[brought];

/** French, with Microsoft’s own terms: mot de passe, nom d’utilisateur, passe d’accès temporaire. */
export const FR: MailWords = {
  part: (part, parts) => ` (partie ${part} sur ${parts})`,
  subject(brought, { count, customer, part }) {
    const subject = {
      first: plural(count, {
        one: 'Premier mot de passe d’un nouveau compte',
        other: 'Premiers mots de passe de nouveaux comptes',
      }),
      new: plural(count, {
        one: 'Nouveau mot de passe d’un compte',
        other: 'Nouveaux mots de passe de comptes',
      }),
      pass: plural(count, {
        one: 'Première connexion à un nouveau compte',
        other: 'Première connexion à de nouveaux comptes',
      }),
    };
    return `${subject[brought]} – ${customer}${part}`;
  },
  created: ({ createdBy, count, customer, part }) =>
    `${createdBy} a créé ${accounts(count)} chez ${customer} avec Rollcall${part}.`,
  reset({ createdBy, count, customer, part }) {
    const set = plural(count, { one: 'un nouveau mot de passe', other: 'de nouveaux mots de passe' });
    const before = plural(count, {
      one: 'L’ancien mot de passe ne fonctionne plus.',
      other: 'Les anciens mots de passe ne fonctionnent plus.',
    });
    return `${createdBy} a défini ${set} pour ${accounts(count)} chez ${customer} avec Rollcall${part}. ${before}`;
  },
  signIn: (url) =>
    `La connexion se fait sur ${url} avec le nom d’utilisateur et le mot de passe ci-dessous. Microsoft demande ensuite un nouveau mot de passe, connu du seul titulaire du compte.`,
  userName: 'Nom d’utilisateur',
  password: 'Mot de passe',
  blocked: 'La connexion est bloquée jusqu’à ce qu’un administrateur l’autorise.',
  keepSafe:
    'Ne communiquez chaque mot de passe qu’au titulaire du compte, en personne ou par téléphone, puis supprimez cet e-mail. Rollcall ne demande jamais de mot de passe.',
  more: (count) => plural(count, { one: 'et une autre personne', other: 'et # autres' }),
  see: (brought, count) =>
    ({
      first: plural(count, {
        one: 'Afficher le premier mot de passe',
        other: 'Afficher les premiers mots de passe',
      }),
      new: plural(count, {
        one: 'Afficher le nouveau mot de passe',
        other: 'Afficher les nouveaux mots de passe',
      }),
      pass: plural(count, {
        one: 'Afficher le passe d’accès temporaire',
        other: 'Afficher les passes d’accès temporaires',
      }),
    })[brought],
  once(brought, count, until, createdBy) {
    const when =
      brought === 'pass'
        ? plural(count, {
            one: 'Ouvrez-le quand la personne peut se connecter immédiatement\u00a0: la page indique combien de temps le passe est valable.',
            other:
              'Ouvrez-le quand tout le monde peut se connecter immédiatement\u00a0: la page indique combien de temps les passes sont valables.',
          })
        : 'Ouvrez-le quand vous pouvez noter ou transmettre ce qu’il affiche.';
    return `Le lien affiche ${what(brought, count)} une seule fois, jusqu’au ${until}. ${when} Rollcall prévient ${createdBy} dès que le lien est ouvert.`;
  },
  lost: (createdBy) =>
    `Si la page n’affiche rien ou si vous n’attendiez pas cet e-mail, prévenez ${createdBy}, qui peut envoyer un autre lien. Ne transférez pas cet e-mail.`,
};
