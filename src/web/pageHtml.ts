import { type Language, writeMoment } from '../domain/languages.ts';
import type { TakenLink } from '../service/links/links.ts';
import { PAGE_SCRIPT } from './pageScript.ts';
import { PAGE_STYLE } from './pageStyle.ts';
import { PAGE_WORDS } from './words/byLanguage.ts';
import type { Notice, PageWords, Shown } from './words/pageWords.ts';

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

/** A whole page. `title` and `main` are HTML. */
export function writePage(language: Language, title: string, main: string, wide = false): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow, noarchive">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${title} · Rollcall</title>
<style>${PAGE_STYLE}</style>
</head>
<body${wide ? ' class="wide"' : ''}>
<header><span class="mark" aria-hidden="true"></span>Rollcall</header>
<main>
${main}
</main>
<footer>${PAGE_WORDS[language].footer}</footer>
</body>
</html>
`;
}

/** Before anything is opened. It is the same for every address in a language, so that it tells nothing about any. */
export function writeAskPage(language: Language): string {
  const { title, once, when, button, told } = PAGE_WORDS[language].ask;
  return writePage(
    language,
    title,
    `<h1>${title}</h1>
<p><strong>${once}</strong> ${when}</p>
<form method="post" autocomplete="off">
<button type="submit">${button}</button>
</form>
<p class="quiet">${told}</p>`,
  );
}

/** Where people sign in; see `Cloud`. */
export interface SignInPages {
  signInUrl: string;
  securityInfoUrl?: string | undefined;
}

function writeAddress(url: string): string {
  return `<a href="${url}" rel="noreferrer noopener">${url.replace('https://', '')}</a>`;
}

/** What to do with passwords, or with passes. */
function writeSteps(
  secret: 'password' | 'pass',
  people: readonly Person[],
  { signInUrl, securityInfoUrl = signInUrl }: SignInPages,
  { next, blocked }: PageWords,
): string {
  const [one, ...others] = people;
  const isBlocked = others.length === 0 && one?.accountEnabled === false;
  const isPass = secret === 'pass';
  return `<section class="steps" aria-labelledby="next">
<h2 id="next">${next.title}</h2>
<ol>
<li>${next.hand(secret, people.length)}</li>
<li>${next.signIn(secret, writeAddress(isPass ? securityInfoUrl : signInUrl))}</li>
<li>${isPass ? next.addMethod : next.chooseOwn}</li>
</ol>
${isBlocked ? `<p class="note">${blocked}</p>` : ''}
</section>`;
}

function writeOnce({ cannotReturn, keepFirst }: PageWords): string {
  return `<p class="note screen" role="note"><strong>${cannotReturn}</strong> ${keepFirst}</p>`;
}

function writeUntil(passes: readonly Pass[], language: Language): string {
  const { validUntil, cannotReturn } = PAGE_WORDS[language];
  const at = Math.min(...passes.map((pass) => pass.until));
  const until = `<time datetime="${new Date(at).toISOString()}">${writeMoment(language, at, 'time')}</time>`;
  return `<p class="note" role="note"><strong>${validUntil(passes.length, until)}</strong> ${cannotReturn}</p>`;
}

/** Buttons that need a script, which shows them. */
function writeTools(copies: 'password' | 'pass' | 'list', words: PageWords): string {
  const id = copies === 'list' ? 'copyList' : 'copyOne';
  return `<div class="tools screen">
<button type="button" id="${id}" class="plain" hidden>${words.copy[copies]}</button>
<button type="button" id="print" class="plain" hidden>${words.print}</button>
<span role="status" class="quiet" data-copied="${words.copied}" data-not-copied="${words.notCopied}"></span>
</div>`;
}

/** Copied as it is: the place where a long one may break is no character. */
function writeCode(userPrincipalName: string): string {
  return `<code>${escapeHtml(userPrincipalName).replace('@', '<wbr>@')}</code>`;
}

function writeDid({ customer, createdBy, isReset = false, people }: TakenLink, words: PageWords): string {
  const did = words.did(isReset, people.length, escapeHtml(createdBy), escapeHtml(customer));
  return `<p class="quiet">${did}</p>`;
}

function writeOne(taken: TakenLink, person: Person, pages: SignInPages, language: Language): string {
  const words = PAGE_WORDS[language];
  const { displayName, userPrincipalName, pass } = person;
  const secret = pass === undefined ? 'password' : 'pass';
  const shown: Shown = pass === undefined ? (taken.isReset ? 'new' : 'first') : 'pass';
  return writePage(
    language,
    words.title[shown],
    `<h1>${words.heading(shown, escapeHtml(displayName))}</h1>
${writeDid(taken, words)}
<dl><dt>${words.userName}</dt><dd>${writeCode(userPrincipalName)}</dd></dl>
<label for="${secret}">${words.secret[secret]}</label>
<input id="${secret}" class="secret" readonly autocomplete="off" spellcheck="false" value="${escapeHtml((pass?.value ?? person.password).reveal())}">
${writeTools(secret, words)}
${pass === undefined ? writeOnce(words) : writeUntil([pass], language)}
${writeSteps(secret, [person], pages, words)}
<script>${PAGE_SCRIPT}</script>`,
  );
}

/** The roles are those of a table anyway; on a phone the rows are stacked, and browsers would forget them. */
function writeRow(
  { displayName, userPrincipalName, password, accountEnabled, pass }: Person,
  hasPasses: boolean,
  words: PageWords,
): string {
  const blocked = accountEnabled ? '' : ` <span class="quiet">${words.blockedShort}</span>`;
  const secret = (pass?.value ?? password).reveal();
  const instead = hasPasses && pass === undefined ? ` <span class="quiet">${words.noPass}</span>` : '';
  return `<tr role="row"><th scope="row" role="rowheader" data-text="${escapeHtml(displayName)}">${escapeHtml(displayName)}${blocked}</th><td role="cell">${writeCode(userPrincipalName)}</td><td role="cell"><code class="secret">${escapeHtml(secret)}</code>${instead}</td></tr>`;
}

function writeList(taken: TakenLink, pages: SignInPages, language: Language): string {
  const words = PAGE_WORDS[language];
  const { people, isReset } = taken;
  const passes = people.flatMap(({ pass }) => pass ?? []);
  const hasPasses = passes.length > 0;
  const secret = hasPasses ? 'pass' : 'password';
  const shown: Shown = hasPasses ? 'pass' : isReset ? 'new' : 'first';
  return writePage(
    language,
    words.listTitle(shown),
    `<h1>${words.listHeading(shown, people.length)}</h1>
${writeDid(taken, words)}
${hasPasses ? writeUntil(passes, language) : writeOnce(words)}
${writeTools('list', words)}
<div class="scroll" role="region" aria-labelledby="people" tabindex="0">
<table role="table">
<caption id="people">${words.caption[secret]}</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">${words.name}</th><th scope="col" role="columnheader">${words.userName}</th><th scope="col" role="columnheader">${words.secret[secret]}</th></tr></thead>
<tbody role="rowgroup">
${people.map((person) => writeRow(person, hasPasses, words)).join('\n')}
</tbody>
</table>
</div>
${writeSteps(secret, people, pages, words)}
<script>${PAGE_SCRIPT}</script>`,
    true,
  );
}

/** What a link shows, once, and where one signs in with it. */
export function writeSecretPage(taken: TakenLink, pages: SignInPages, language: Language): string {
  const [person, ...others] = taken.people;
  if (person === undefined || others.length > 0) return writeList(taken, pages, language);
  return writeOne(taken, person, pages, language);
}

/** A link that was used, is void, has expired or never was: which of them is nobody's business. */
export function writeGonePage(language: Language): string {
  const { title, heading, text, another, notYou, tell } = PAGE_WORDS[language].gone;
  return writePage(
    language,
    title,
    `<h1>${heading}</h1>
<p>${text}</p>
<p>${another}</p>
<p class="note"><strong>${notYou}</strong> ${tell}</p>`,
  );
}

/** Before a file is handed out. It is the same for every address. */
export function writeFileAskPage(): string {
  return writePage(
    'en',
    'A file from Rollcall',
    `<h1>A file from Rollcall</h1>
<p>This link downloads a file that was requested in Teams, <strong>one time only</strong>. It contains no passwords.</p>
<form method="post" autocomplete="off">
<button type="submit">Download</button>
</form>`,
  );
}

/** A link that hands nothing out, whatever the reason. */
export function writeFileGonePage(): string {
  return writePage(
    'en',
    'Nothing to download',
    `<h1>There is nothing to download here</h1>
<p>The file was already downloaded, its ten minutes are over, or the link isn't complete.</p>
<p>Type <strong>get file</strong> to Rollcall in Teams for a new link.</p>`,
  );
}

/**
 * A page that shows nothing. `busy`: too many requests; `later`: it cannot be opened just now, and can be later;
 * `broken`: something broke.
 */
export function writeNoticePage(language: Language, which: 'busy' | 'later' | 'broken'): string {
  const { title, heading, text }: Notice = PAGE_WORDS[language][which];
  return writePage(language, title, `<h1>${heading}</h1>\n<p>${text}</p>`);
}
