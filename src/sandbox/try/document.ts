import { CAST } from '../contoso.ts';

const people = Object.values(CAST)
  .map(
    ({ id, name, roles }, at) =>
      `<label><input type="radio" name="person" value="${id}"${at === 0 ? ' checked' : ''}><span><b>${name}</b> ${roles.join(', ') || 'no rights'}</span></label>`,
  )
  .join('');

const STEPS = [
  ['add', 'Add one person'],
  ['drop', 'Drop a CSV'],
  ['fix', 'Fix its rows'],
  ['approve', 'Approve as the manager'],
  ['mail', 'Open the one-time link'],
] as const;

const steps = STEPS.map(
  ([id, words], at) => `<li><button type="button" data-step="${id}"><b>${at + 1}</b> ${words}</button></li>`,
).join('');

/** Tabs with one panel each; the first is shown. */
function tabs(
  group: string,
  label: string,
  named: readonly (readonly [id: string, words: string])[],
): string {
  const buttons = named.map(
    ([id, words], at) =>
      `<button type="button" role="tab" id="${id}-tab" aria-controls="${id}" aria-selected="${at === 0}"${at === 0 ? '' : ' tabindex="-1"'}>${words}</button>`,
  );
  return `<div role="tablist" aria-label="${label}" data-tabs="${group}">${buttons.join('')}</div>`;
}

function panel(id: string, isShown: boolean, inside: string): string {
  return `<div role="tabpanel" id="${id}" aria-labelledby="${id}-tab"${isShown ? '' : ' hidden'}>${inside}</div>`;
}

function log(words: string, follows = false): string {
  return `<div class="log" role="log" aria-label="${words}" tabindex="0"${follows ? ' data-follows' : ''}></div>`;
}

const COMMANDS = {
  slack: [
    '/adduser ',
    '/addusers',
    '/licenses',
    '/user ',
    '/offboard ',
    'help',
    'template',
    'approvals',
    'history',
  ],
  teams: [
    'adduser ',
    'addusers',
    'licenses',
    'user ',
    'offboard ',
    'approvals',
    'template',
    'history',
    'help',
  ],
} as const;

function composer(chat: 'slack' | 'teams', hint: string): string {
  const options = COMMANDS[chat].map((command) => `<option value="${command}">`).join('');
  return `<form class="composer"><label class="grow"><span class="sr">Message to Rollcall in ${chat === 'slack' ? 'Slack' : 'Teams'}</span>
<input name="text" list="${chat}-commands" autocomplete="off" placeholder="${hint}"></label><datalist id="${chat}-commands">${options}</datalist>
<label class="file"><span data-picked>Attach a file</span><input name="file" type="file" accept=".csv,.txt,.tsv,text/csv"></label><button class="primary">Send</button>
<p class="note">Or drop a file. Samples: <button type="button" draggable="true" data-sample="starters.csv">22 good rows</button>
<button type="button" draggable="true" data-sample="three-wrong-rows.csv">three wrong rows</button></p></form>`;
}

const SLACK = `<section id="slack" aria-labelledby="slack-title"><header><h2 id="slack-title">Slack</h2>
${tabs('slack', 'Places in Slack', [
  ['slack-direct', 'Rollcall'],
  ['slack-channel', '#general'],
  ['slack-home', 'Home'],
])}<button type="button" data-shortcut="add_person" title="A global shortcut of the app">⚡ Add a person</button></header>
${panel('slack-direct', true, log('Direct messages with Rollcall in Slack', true))}${panel('slack-channel', false, log('Messages in #general', true))}
${panel('slack-home', false, log('App Home of Rollcall'))}${composer('slack', '/adduser Katherine Johnson')}</section>`;

const TEAMS = `<section id="teams" aria-labelledby="teams-title"><header><h2 id="teams-title">Teams</h2>
${tabs('teams', 'Places in Teams', [
  ['teams-personal', 'Rollcall'],
  ['teams-channel', 'General'],
])}<button type="button" data-extension="adduser" title="The message extension">+ Add one person</button></header>
${panel('teams-personal', true, log('Chat with Rollcall in Teams', true))}${panel('teams-channel', false, log('Messages in the channel', true))}
<p class="note" id="onedrive"></p>${composer('teams', 'adduser Katherine Johnson')}</section>`;

const TROUBLE = [
  ['throttled', 'Graph throttles the next batch'],
  ['unavailable', 'Graph answers 503 once'],
  ['lostAnswer', 'Graph’s next answer is lost'],
  ['lostMail', 'The mail server’s next answer is lost'],
].map(([name, words]) => `<button type="button" data-trouble="${name}">${words}</button>`);

const BEHIND = `<form class="switches" aria-label="Trouble"><label><input type="checkbox" name="graphDown">Graph is down</label>
<label><input type="checkbox" name="mailDown">Mail is down</label><label><input type="checkbox" name="slackBusy">Slack takes nothing (429)</label>
<label><input type="checkbox" name="slow">1 second slower</label><label>Write quota <select name="quota"><option value="none">none</option>
<option value="bucket">20 in 20 s, refills steadily</option><option value="window">20 in 20 s, at once</option></select></label>
<div class="buttons">${TROUBLE.join('')}<button type="button" data-days="1">A day passes</button><button type="button" data-days="30">30 days pass</button><button type="button" id="restart" class="danger">Kill and restart the bot</button></div></form>
<form class="filter" aria-label="Filter"><label class="grow">Filter <input name="words" type="search" placeholder="users, chat.update, 429"></label>
<label>Of <select name="service"><option value="">all</option><option>Slack</option><option>Teams</option><option>Graph</option><option>Mail</option></select></label></form>
${log('Requests between the bot and the services')}`;

const AROUND = `<section id="around" aria-labelledby="around-title"><header><h2 id="around-title">Contoso</h2>
${tabs('around', 'Around the bot', [
  ['tenant', 'Tenant'],
  ['mail', 'Mailbox'],
  ['behind', 'Behind the scenes'],
])}</header>${panel('tenant', true, log('People and licenses of the tenant'))}${panel('mail', false, log('Mails'))}${panel('behind', false, BEHIND)}</section>`;

/** The page; what stands in it comes from `/page/page.js`. */
export const DOCUMENT = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Rollcall sandbox</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,"><link rel="stylesheet" href="/page/page.css">
<script src="/page/adaptivecards.js" defer></script><script type="module" src="/page/page.js"></script></head>
<body><header class="top"><h1>Rollcall <small>sandbox</small></h1><span id="bot" role="status"></span><fieldset id="people"><legend>You are</legend>${people}</fieldset></header>
<nav aria-label="Tour"><span>Tour</span><ol>${steps}</ol></nav><p id="said" role="status"></p>
<main>${SLACK}${TEAMS}${AROUND}</main>
<dialog id="modal" aria-labelledby="modal-title"></dialog><dialog id="teams-dialog" aria-labelledby="teams-dialog-title"></dialog></body></html>`;
