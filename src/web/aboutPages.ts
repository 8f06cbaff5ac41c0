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

const days = (count: number): string => (count === 1 ? 'one day' : `${count} days`);

function whom(askForAccess: string | undefined): string {
  return askForAccess === undefined ? 'whoever runs Rollcall in your organization' : escapeHtml(askForAccess);
}

function writePrivacyPage({ retention, askForAccess }: AboutOptions['policy']): string {
  const kept: readonly [string, string][] = [
    ['Forms and files that somebody is still working on', days(retention.drafts)],
    ['Requests, with the people in them and what became of each', `${days(retention.rows)} after they ended`],
    [
      'First passwords, sealed',
      `until everybody who was to get them has them, and then at most ${days(retention.passwords)}`,
    ],
    ['How people were before they were changed, sealed', days(retention.snapshots)],
    ['The history: who did what, for whom and when', days(retention.audit)],
  ];
  const rows = kept.map(([what, long]) => `<tr><th scope="row">${what}</th><td>${long}</td></tr>`);
  return writePage(
    'en',
    'Privacy',
    `<h1>Privacy</h1>
<p>Your organization runs this Rollcall on a server of its own. It creates and changes people in your organization's Microsoft 365 for those who may ask for that in Slack or Teams.</p>
<h2>What is kept, and how long</h2>
<table>${rows.join('\n')}</table>
<p>It also keeps where it can write to each person who has written to it, and nothing else of what is said there.</p>
<h2>Who gets it</h2>
<p>Microsoft 365, Slack or Teams, and your mail server, each as far as it takes part. Nothing is sent to whoever made Rollcall, or to anybody else.</p>
<h2>Your rights</h2>
<p>To see, correct or delete what is kept about you, ask ${whom(askForAccess)}. What is kept about one person can be deleted before its time.</p>`,
    true,
  );
}

function writeTermsPage({ askForAccess }: AboutOptions['policy']): string {
  return writePage(
    'en',
    'Terms of use',
    `<h1>Terms of use</h1>
<p>Your organization runs this Rollcall, decides who may use it and for what, and may keep a history of what is done with it.</p>
<p>Use it only for people of your organization, and only as your organization allows. First passwords are for the person they were made for: do not keep or pass on any other.</p>
<p>Rollcall itself is under the MIT License, and comes as it is, without warranty of any kind.</p>
<p>Questions are answered by ${whom(askForAccess)}.</p>`,
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
