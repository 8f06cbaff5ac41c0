import type { LinkDelay, TakenLink } from '../service/links/links.ts';
import { PAGE_SCRIPT } from './pageScript.ts';
import { PAGE_STYLE } from './pageStyle.ts';

type Person = TakenLink['people'][number];
type Pass = NonNullable<Person['pass']>;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it stands between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A whole page. `main` is HTML; the title is text. */
export function writePage(title: string, main: string, wide = false): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow, noarchive">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${escapeHtml(title)} · Rollcall</title>
<style>${PAGE_STYLE}</style>
</head>
<body${wide ? ' class="wide"' : ''}>
<header><span class="mark" aria-hidden="true"></span>Rollcall</header>
<main>
${main}
</main>
<footer>Rollcall never asks you for a password.</footer>
</body>
</html>
`;
}

/** Before anything is opened. It is the same for every address, so that it tells nothing about any. */
export function writeAskPage(): string {
  return writePage(
    'First passwords',
    `<h1>First passwords, shown once</h1>
<p>What this link holds is shown <strong>one time only</strong>. Open it when you can write it down, or hand it to whom it is for.</p>
<form method="post" autocomplete="off">
<button type="submit">Show now</button>
</form>
<p class="quiet">The person who sent you the link is told that it was opened.</p>`,
  );
}

const BLOCKED = '<p class="note">Sign-in is blocked until an administrator allows it.</p>';

/** Where people sign in; see `Cloud`. */
export interface SignInPages {
  signInUrl: string;
  securityInfoUrl?: string | undefined;
}

function writeAddress(url: string): string {
  return `<a href="${url}" rel="noreferrer noopener">${url.replace('https://', '')}</a>`;
}

function writeSteps(people: readonly Person[], { signInUrl }: SignInPages): string {
  const one = people.length === 1;
  const blocked = people.some(({ accountEnabled }) => !accountEnabled);
  return `<section class="steps" aria-labelledby="next">
<h2 id="next">What to do now</h2>
<ol>
<li>${one ? 'Hand the password to its owner alone' : 'Hand each password to its owner alone'}, in person or by phone.</li>
<li>Sign in at ${writeAddress(signInUrl)} with the user name and the password.</li>
<li>Microsoft then asks for a new password. Choose one that nobody else knows.</li>
</ol>
${blocked && one ? BLOCKED : ''}
</section>`;
}

const ONCE =
  '<p class="note screen" role="note"><strong>You cannot come back to this page.</strong> Keep what you need before you close it.</p>';

/** Buttons that need a script, which shows them. `copy` says what the first one copies. */
function writeTools(copy: { id: 'copyOne' | 'copyList'; label: string }): string {
  return `<div class="tools screen">
<button type="button" id="${copy.id}" class="plain" hidden>${copy.label}</button>
<button type="button" id="print" class="plain" hidden>Print</button>
<span role="status" class="quiet"></span>
</div>
<script>${PAGE_SCRIPT}</script>`;
}

/** Copied as it is: the place where a long one may break is no character. */
function writeCode(userPrincipalName: string): string {
  return `<code>${escapeHtml(userPrincipalName).replace('@', '<wbr>@')}</code>`;
}

function writeName(userPrincipalName: string): string {
  return `<dl><dt>User name</dt><dd>${writeCode(userPrincipalName)}</dd></dl>`;
}

function writePassSteps(
  people: readonly Person[],
  { signInUrl, securityInfoUrl = signInUrl }: SignInPages,
): string {
  const [one, ...others] = people;
  const isOne = others.length === 0;
  return `<section class="steps" aria-labelledby="next">
<h2 id="next">What to do now</h2>
<ol>
<li>${isOne ? 'Hand the pass to its owner alone' : 'Hand each pass to its owner alone'}, in person or by phone.</li>
<li>Sign in at ${writeAddress(securityInfoUrl)} with the user name and the pass.</li>
<li>Add a sign-in method within ten minutes: an authenticator app or a passkey. From then on it takes the place of the pass.</li>
</ol>
${isOne && one?.accountEnabled === false ? BLOCKED : ''}
</section>`;
}

function sayUntil(passes: readonly Pass[]): string {
  return `${new Date(Math.min(...passes.map(({ until }) => until))).toISOString().slice(11, 16)} UTC`;
}

function writePass(
  { customer, createdBy, isReset }: TakenLink,
  person: Person,
  pass: Pass,
  pages: SignInPages,
): string {
  const did = isReset ? 'set a new password for' : 'created';
  return writePage(
    'Temporary Access Pass',
    `<h1>Temporary Access Pass for ${escapeHtml(person.displayName)}</h1>
<p class="quiet">${escapeHtml(createdBy)} ${did} this account at ${escapeHtml(customer)}.</p>
${writeName(person.userPrincipalName)}
<label for="pass">Temporary Access Pass</label>
<input id="pass" class="secret" readonly autocomplete="off" spellcheck="false" value="${escapeHtml(pass.value.reveal())}">
${writeTools({ id: 'copyOne', label: 'Copy the pass' })}
<p class="note" role="note"><strong>It signs in once, until ${sayUntil([pass])}.</strong> You cannot come back to this page.</p>
${writePassSteps([person], pages)}`,
  );
}

function writeOne(
  { customer, createdBy, people, isReset }: TakenLink,
  person: Person,
  pages: SignInPages,
): string {
  const did = isReset ? 'set a new password for' : 'created';
  const title = isReset ? 'New password' : 'First password';
  const { displayName, userPrincipalName, password } = person;
  return writePage(
    title,
    `<h1>${title} for ${escapeHtml(displayName)}</h1>
<p class="quiet">${escapeHtml(createdBy)} ${did} this account at ${escapeHtml(customer)}.</p>
${writeName(userPrincipalName)}
<label for="password">Password</label>
<input id="password" class="secret" readonly autocomplete="off" spellcheck="false" value="${escapeHtml(password.reveal())}">
${writeTools({ id: 'copyOne', label: 'Copy the password' })}
${ONCE}
${writeSteps(people, pages)}`,
  );
}

/** The roles are those of a table anyway; on a phone the rows are stacked, and browsers would forget them. */
function writeRow(
  { displayName, userPrincipalName, password, accountEnabled, pass }: Person,
  hasPasses: boolean,
): string {
  const blocked = accountEnabled ? '' : ' <span class="quiet">(sign-in blocked)</span>';
  const secret = (pass?.value ?? password).reveal();
  const instead =
    hasPasses && pass === undefined
      ? ' <span class="quiet">(no pass could be made: the password)</span>'
      : '';
  return `<tr role="row"><th scope="row" role="rowheader" data-text="${escapeHtml(displayName)}">${escapeHtml(displayName)}${blocked}</th><td role="cell">${writeCode(userPrincipalName)}</td><td role="cell"><code class="secret">${escapeHtml(secret)}</code>${instead}</td></tr>`;
}

function writeList({ customer, createdBy, people }: TakenLink, pages: SignInPages): string {
  const passes = people.flatMap(({ pass }) => pass ?? []);
  const hasPasses = passes.length > 0;
  const [what, column] = hasPasses
    ? ['Temporary Access Passes', 'Temporary Access Pass']
    : ['First passwords', 'Password'];
  const note = hasPasses
    ? `<p class="note" role="note"><strong>Each signs in once, until ${sayUntil(passes)}.</strong> You cannot come back to this page.</p>`
    : ONCE;
  return writePage(
    what,
    `<h1>${what} for ${people.length} people</h1>
<p class="quiet">${escapeHtml(createdBy)} created these accounts at ${escapeHtml(customer)}.</p>
${note}
${writeTools({ id: 'copyList', label: 'Copy the list' })}
<div class="scroll" role="region" aria-labelledby="people" tabindex="0">
<table role="table">
<caption id="people">People, their user names and ${hasPasses ? 'passes' : 'first passwords'}</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Name</th><th scope="col" role="columnheader">User name</th><th scope="col" role="columnheader">${column}</th></tr></thead>
<tbody role="rowgroup">
${people.map((person) => writeRow(person, hasPasses)).join('\n')}
</tbody>
</table>
</div>
${hasPasses ? writePassSteps(people, pages) : writeSteps(people, pages)}`,
    true,
  );
}

/** What a link shows, once, and where one signs in with it. */
export function writeSecretPage(taken: TakenLink, pages: SignInPages): string {
  const [person, ...others] = taken.people;
  if (person === undefined || others.length > 0) return writeList(taken, pages);
  return person.pass === undefined
    ? writeOne(taken, person, pages)
    : writePass(taken, person, person.pass, pages);
}

/** A link that was used, is void, has expired or never was: which of them is nobody's business. */
export function writeGonePage(): string {
  return writePage(
    'Nothing to show',
    `<h1>This link shows nothing</h1>
<p>It was opened before, it has expired, or it is not complete. Each link shows a password once.</p>
<p>Ask whoever sent it for another one.</p>
<p class="note"><strong>Was it not you who opened it?</strong> Tell them at once, so that they can reset the password.</p>`,
  );
}

/** Before a file is handed out. It is the same for every address. */
export function writeFileAskPage(): string {
  return writePage(
    'A file from Rollcall',
    `<h1>A file from Rollcall</h1>
<p>This link hands out a file that was asked for in Teams, <strong>one time only</strong>. It holds no passwords.</p>
<form method="post" autocomplete="off">
<button type="submit">Download</button>
</form>`,
  );
}

/** A link that hands nothing out, whatever the reason. */
export function writeFileGonePage(): string {
  return writePage(
    'Nothing to download',
    `<h1>There is nothing to download here</h1>
<p>The file was downloaded before, its ten minutes are over, or the link is not complete.</p>
<p>Say <strong>get file</strong> to Rollcall in Teams for another link.</p>`,
  );
}

/** Too many requests. */
export function writeBusyPage(): string {
  return writePage(
    'Too many requests',
    `<h1>Too many requests</h1>
<p>Nothing was opened, and your link is as it was. Wait a minute and try again.</p>`,
  );
}

/** It cannot be opened just now, and can be later: in the words of why. */
export function writeLaterPage({ message, done, next }: LinkDelay): string {
  return writePage(
    'Not now',
    `<h1>${escapeHtml(message.replace(/\.$/, ''))}</h1>
<p>${escapeHtml(`${done} ${next}`)}</p>`,
  );
}

/** Something broke. */
export function writeBrokenPage(): string {
  return writePage(
    'Something went wrong',
    `<h1>Something went wrong</h1>
<p>Nothing was shown. Ask the person who sent you the link for a new one.</p>`,
  );
}
