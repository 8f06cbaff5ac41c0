/** The three panes of the page, and what to try in each while it is empty. */

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

/** Something to try in an empty place: a command to send, a sample to drop, or a step of the tour to play. */
type Try = readonly [kind: 'say' | 'sample' | 'play', what: string, words: string];

/** Three things to try, until there is something. */
function empty(words: string, tries: readonly Try[]): string {
  const buttons = tries.map(
    ([kind, what, label]) => `<li><button type="button" data-${kind}="${what}">${label}</button></li>`,
  );
  return `<div class="empty"><p>${words}</p><ul>${buttons.join('')}</ul></div>`;
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
<button class="primary">Send</button><p class="note"><label class="file"><span data-picked>Attach a file</span><input name="file" type="file" accept=".csv,.txt,.tsv,.xlsx,text/csv"></label>
or a sample: <button type="button" draggable="true" data-sample="starters.csv">22 good rows</button>
<button type="button" draggable="true" data-sample="three-wrong-rows.csv">3 wrong rows</button></p></form>`;
}

/** Slack, with what can be typed there. */
export const SLACK = `<section id="slack" aria-labelledby="slack-title"><header><h2 id="slack-title">Slack</h2>
${tabs('slack', 'Places in Slack', [
  ['slack-direct', 'Rollcall'],
  ['slack-channel', '#general'],
  ['slack-home', 'Home'],
])}<button type="button" data-shortcut="add_person" title="A global shortcut of the app">⚡ Add a person</button><button type="button" id="slack-app" hidden></button></header>
${panel(
  'slack-direct',
  true,
  empty('Here you talk to Rollcall. Three things to try:', [
    ['say', '/adduser {newcomer}', 'Add one person'],
    ['say', '/user ada', 'Look up Ada Lovelace'],
    ['sample', 'three-wrong-rows.csv', 'Drop a file with three wrong rows'],
  ]) + log('Direct messages with Rollcall in Slack', true),
)}${panel(
  'slack-channel',
  false,
  empty('A channel that everyone can read. Three things to try:', [
    ['say', '@Rollcall help', 'Ask Rollcall for help'],
    ['say', '/adduser {newcomer}', 'Add one person from here'],
    ['say', '/licenses', 'See which licenses are left'],
  ]) + log('Messages in #general', true),
)}
${panel('slack-home', false, log('App Home of Rollcall'))}${composer('slack', '/adduser Katherine Johnson')}</section>`;

/** Teams. */
export const TEAMS = `<section id="teams" aria-labelledby="teams-title"><header><h2 id="teams-title">Teams</h2>
${tabs('teams', 'Places in Teams', [
  ['teams-personal', 'Rollcall'],
  ['teams-channel', 'General'],
])}<button type="button" data-extension="adduser" title="The message extension">+ Add one person</button></header>
<p id="teams-absent" hidden></p>
${panel(
  'teams-personal',
  true,
  empty('Here you talk to Rollcall. Three things to try:', [
    ['say', 'adduser {newcomer}', 'Add one person'],
    ['sample', 'starters.csv', 'Drop a file of 22 people'],
    ['say', 'licenses', 'See which licenses are left'],
  ]) + log('Chat with Rollcall in Teams', true),
)}${panel(
  'teams-channel',
  false,
  empty('A channel in a team. Three things to try:', [
    ['say', 'help', 'Ask Rollcall for help'],
    ['say', 'adduser {newcomer}', 'Add one person from here'],
    ['say', 'user ada', 'Look up Ada Lovelace'],
  ]) + log('Messages in the channel', true),
)}
<p class="note" id="onedrive"></p>${composer('teams', 'adduser Katherine Johnson')}</section>`;

const TROUBLE = [
  ['throttled', 'Graph throttles the next batch'],
  ['unavailable', 'Graph answers 503 once'],
  ['lostAnswer', 'Graph’s next answer is lost'],
  ['lostMail', 'The mail server’s next answer is lost'],
].map(([name, words]) => `<button type="button" data-trouble="${name}">${words}</button>`);

/** With several instances a restart is one of theirs, and time is the database's. */
const ONE_BOT = `<fieldset><legend>Now</legend><button type="button" data-days="1">A day passes</button><button type="button" data-days="30">30 days pass</button><button type="button" id="restart" class="danger">Kill and restart the bot</button></fieldset>`;

const behind = (
  isSeveral: boolean,
): string => `<form class="switches" aria-label="Trouble"><fieldset><legend>While switched on</legend><label><input type="checkbox" name="graphDown">Graph is down</label>
<label><input type="checkbox" name="mailDown">Mail is down</label><label><input type="checkbox" name="slackBusy">Slack refuses everything (429)</label>
<label><input type="checkbox" name="slow">Everything takes 1 second longer</label><label>Write quota <select name="quota"><option value="none">none</option>
<option value="bucket">20 in 20 s, refilled steadily</option><option value="window">20 in 20 s, refilled all at once</option></select></label></fieldset>
<fieldset><legend>Once</legend>${TROUBLE.join('')}</fieldset>${isSeveral ? '' : ONE_BOT}</form>
<form class="filter" aria-label="Filter"><label class="grow">Filter <input name="words" type="search" placeholder="users, chat.update, 429"></label>
<label>Service <select name="service"><option value="">all</option><option>Slack</option><option>Teams</option><option>Graph</option><option>Mail</option></select></label></form>
${log('Requests between the bot and the services')}`;

const INSTANCES = panel(
  'instances',
  false,
  `<p class="note shared"></p>${log('Instances of Rollcall, and the jobs they run')}`,
);

/** The tenant, the mailbox, what goes between the bot and the services, and the instances where there are several. */
export const around = (
  isSeveral: boolean,
): string => `<section id="around" aria-labelledby="around-title"><header><h2 id="around-title">Contoso</h2>
${tabs('around', 'Around the bot', [
  ['tenant', 'Tenant'],
  ['mail', 'Mailbox'],
  ['behind', 'Behind the scenes'],
  ...(isSeveral ? ([['instances', 'Instances']] as const) : []),
])}</header>${panel('tenant', true, log('People and licenses of the tenant'))}${panel(
  'mail',
  false,
  empty('Every email that Rollcall sends arrives here. Three ways to get one:', [
    ['play', 'add', 'Add one person'],
    ['play', 'fix', 'Set up a file of people'],
    ['play', 'approve', 'Ask for a license that needs approval'],
  ]) + log('Mails'),
)}${panel('behind', false, behind(isSeveral))}${isSeveral ? INSTANCES : ''}</section>`;
