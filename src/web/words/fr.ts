import { createPlural } from '../../domain/languages.ts';
import type { PageWords } from './pageWords.ts';

const plural = createPlural('fr');

const title = {
  first: 'Premier mot de passe',
  new: 'Nouveau mot de passe',
  pass: 'Passe d’accès temporaire',
};
const lists = {
  first: 'Premiers mots de passe',
  new: 'Nouveaux mots de passe',
  pass: 'Passes d’accès temporaires',
};

/** French. */
export const FR: PageWords = {
  footer: 'Rollcall ne vous demande jamais de mot de passe.',
  ask: {
    title: 'Mots de passe de Rollcall',
    once: 'Ce lien n’affiche son contenu qu’une seule fois.',
    when: 'Ouvrez-le quand vous pouvez noter le mot de passe ou le transmettre à la personne concernée.',
    button: 'Afficher maintenant',
    told: 'La personne qui vous a envoyé le lien est prévenue dès qu’il est ouvert.',
  },
  title,
  heading: (shown, name) => `${title[shown]} pour ${name}`,
  listTitle: (shown) => lists[shown],
  listHeading: (shown, count) =>
    `${lists[shown]} pour ${plural(count, { one: '# personne', other: '# personnes' })}`,
  did(isReset, count, createdBy, customer) {
    const accounts = plural(count, { one: 'ce compte', other: 'ces comptes' });
    return isReset
      ? `${createdBy} a défini ${plural(count, { one: 'un nouveau mot de passe', other: 'de nouveaux mots de passe' })} pour ${accounts} chez ${customer}.`
      : `${createdBy} a créé ${accounts} chez ${customer}.`;
  },
  name: 'Nom',
  userName: 'Nom d’utilisateur',
  secret: { password: 'Mot de passe', pass: 'Passe d’accès temporaire' },
  caption: {
    password: 'Personnes, noms d’utilisateur et mots de passe',
    pass: 'Personnes, noms d’utilisateur et passes',
  },
  blockedShort: '(connexion bloquée)',
  noPass: '(aucun passe n’a pu être créé\u00a0: voici le mot de passe)',
  blocked: 'La connexion est bloquée jusqu’à ce qu’un administrateur l’autorise.',
  copy: { password: 'Copier le mot de passe', pass: 'Copier le passe', list: 'Copier la liste' },
  print: 'Imprimer',
  copied: 'Copié. Collez-le là où seule la personne concernée peut le lire.',
  notCopied: 'Le navigateur ne l’a pas permis. Sélectionnez le texte et copiez-le vous-même.',
  cannotReturn: 'Vous ne pourrez pas revenir sur cette page.',
  keepFirst: 'Conservez ce dont vous avez besoin avant de la fermer.',
  validUntil: (count, until) =>
    `${plural(count, { one: 'Il permet une seule connexion', other: 'Chaque passe permet une seule connexion' })}, jusqu’à ${until}.`,
  next: {
    title: 'Que faire maintenant',
    hand(secret, count) {
      const what =
        secret === 'password'
          ? plural(count, { one: 'le mot de passe', other: 'chaque mot de passe' })
          : plural(count, { one: 'le passe', other: 'chaque passe' });
      return `Ne communiquez ${what} qu’au titulaire du compte, en personne ou par téléphone.`;
    },
    signIn: (secret, address) =>
      `Connectez-vous sur ${address} avec le nom d’utilisateur et le ${secret === 'password' ? 'mot de passe' : 'passe'}.`,
    chooseOwn:
      'Microsoft demande ensuite un nouveau mot de passe. Choisissez-en un que personne d’autre ne connaît.',
    addMethod:
      'Ajoutez une méthode de connexion dans les dix minutes\u00a0: une application d’authentification ou une clé d’accès. Utilisez-la ensuite à la place du passe.',
  },
  gone: {
    title: 'Rien à afficher',
    heading: 'Ce lien n’affiche rien',
    text: 'Il a déjà été ouvert, il a expiré ou il est incomplet. Chaque lien n’affiche un mot de passe qu’une seule fois.',
    another: 'Demandez-en un autre à la personne qui l’a envoyé.',
    notYou: 'Quelqu’un d’autre l’a ouvert\u00a0?',
    tell: 'Prévenez tout de suite la personne qui l’a envoyé, pour qu’elle réinitialise le mot de passe.',
  },
  busy: {
    title: 'Trop de demandes',
    heading: 'Trop de demandes',
    text: 'Rien n’a été ouvert et votre lien fonctionne toujours. Attendez une minute, puis réessayez.',
  },
  later: {
    title: 'Pas maintenant',
    heading: 'Ce lien ne peut pas être ouvert pour le moment',
    text: 'Rien n’a été affiché et votre lien fonctionne toujours. Ouvrez-le de nouveau plus tard.',
  },
  broken: {
    title: 'Une erreur s’est produite',
    heading: 'Une erreur s’est produite',
    text: 'Rien n’a été affiché. Demandez un nouveau lien à la personne qui vous l’a envoyé.',
  },
};
