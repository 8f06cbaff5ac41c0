import type { Express, RequestHandler } from 'express';
import { escapeHtml, writePage } from './pageHtml.ts';
import { STYLE_SOURCE } from './pageStyle.ts';

/** Days; see `retention` of the policy. */
interface Kept {
  drafts: number;
  rows: number;
  audit: number;
  passwords: number;
  snapshots: number;
}

/** What the pages say, of the policy of now. */
export interface AboutOptions {
  policy: { readonly retention: Kept; readonly askForAccess?: string | undefined };
}

const setHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy': `default-src 'none'; style-src ${STYLE_SOURCE}; frame-ancestors 'none'; base-uri 'none'`,
    'X-Robots-Tag': 'noindex',
  });
  next();
};

const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);

function whom(askForAccess: string | undefined): string {
  return askForAccess === undefined
    ? 'the person who runs Rollcall in your organization'
    : escapeHtml(askForAccess);
}

function writePrivacyPage({ retention, askForAccess }: AboutOptions['policy']): string {
  const kept: readonly [string, string][] = [
    ['Forms and files that someone is still working on', days(retention.drafts)],
    ['Requests, with the people in them and the result for each', `${days(retention.rows)} after they end`],
    [
      'Passwords that Rollcall generated, encrypted',
      `until everyone who should get them has them, then at most ${days(retention.passwords)}`,
    ],
    ["People's details before a change, encrypted", days(retention.snapshots)],
    ['The history: who did what, for which person, and when', days(retention.audit)],
  ];
  const rows = kept.map(([what, long]) => `<tr><th scope="row">${what}</th><td>${long}</td></tr>`);
  return writePage(
    'en',
    'Privacy',
    `<h1>Privacy</h1>
<p>Your organization runs this copy of Rollcall on its own server. It creates and changes people in your organization's Microsoft 365 for those who are allowed to ask for that in Slack or Teams.</p>
<h2>What is kept, and how long</h2>
<table>${rows.join('\n')}</table>
<p>It also keeps the chat of each person who has written to it, so that it can reply. It keeps nothing else of what is said there.</p>
<h2>Who gets it</h2>
<p>Microsoft 365, Slack or Teams, and your mail server, each only what it needs. Nothing is sent to the makers of Rollcall or to anyone else.</p>
<h2>Your rights</h2>
<p>To see, correct, or delete what is kept about you, ask ${whom(askForAccess)}. What is kept about one person can be deleted early.</p>`,
    true,
  );
}

function writeTermsPage({ askForAccess }: AboutOptions['policy']): string {
  return writePage(
    'en',
    'Terms of use',
    `<h1>Terms of use</h1>
<p>Your organization runs this copy of Rollcall, decides who may use it and for what, and may keep a history of what is done with it.</p>
<p>Use it only for people in your organization, and only as your organization allows. Each password is only for its owner: don't keep it or give it to anyone else.</p>
<p>Rollcall is provided under the MIT License, as is, without warranty of any kind.</p>
<p>For questions, ask ${whom(askForAccess)}.</p>`,
  );
}

/** The pages that the Teams manifest links to. They hold nothing about anybody. */
export function mountAboutPages(app: Express, { policy }: AboutOptions): void {
  app.get('/privacy', setHeaders, (_request, response) => {
    response.send(writePrivacyPage(policy));
  });
  app.get('/terms', setHeaders, (_request, response) => {
    response.send(writeTermsPage(policy));
  });
}
