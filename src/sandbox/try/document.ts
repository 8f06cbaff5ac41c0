import { around, SLACK, TEAMS } from './panes.ts';

const listPersons = (people: Setting['people']): string =>
  people
    .map(
      ({ id, name, roles }, at) =>
        `<label><input type="radio" name="person" value="${id}"${at === 0 ? ' checked' : ''}><span><b>${name}</b> <small>${roles}</small></span></label>`,
    )
    .join('');

const STEPS = [
  ['add', 'Add one person'],
  ['drop', 'Drop a CSV'],
  ['fix', 'Fix its rows'],
  ['approve', 'Approve as the manager'],
  ['mail', 'Open the one-time link'],
] as const;

/** Only where there is another instance that goes on. */
const KILL = ['kill', 'Kill an instance at work'] as const;

const listSteps = (isSeveral: boolean): string =>
  [...STEPS, ...(isSeveral ? [KILL] : [])]
    .map(
      ([id, words], at) =>
        `<li><button type="button" data-step="${id}"><b aria-hidden="true">${at + 1}</b> <span>${words}</span><span class="sr"></span></button></li>`,
    )
    .join('');

/** Rollcall's mark: somebody who is here. */
const MARK =
  '<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8"/><circle cx="13" cy="11.5" r="4.5"/><path d="M5 25c0-5 3.6-8 8-8 1.6 0 3.1.4 4.4 1.1"/><path d="m17 22.5 3.5 3.5 7-8"/></svg>';

/** How the sandbox was started, as far as the page says it. */
interface Setting {
  /** Several instances of the bot. */
  isSeveral: boolean;
  people: readonly { id: string; name: string; roles: string }[];
  /** How Slack is set up, in sentences. */
  setting: readonly string[];
}

/** The page; what stands in it comes from `/page/page.js`. `{began}` is for the services it belongs to. */
export const writeDocument = ({
  isSeveral,
  people,
  setting,
}: Setting): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Rollcall sandbox</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,"><link rel="stylesheet" href="/page/page.css">
<script src="/page/adaptivecards.js" defer></script><script type="module" src="/page/page.js"></script></head>
<body data-began="{began}"><header class="top">${MARK}<h1>Rollcall <small>sandbox</small></h1><span id="bot" role="status"></span><button type="button" id="start-over">Start over</button>
<fieldset id="people"><legend>You are</legend>${listPersons(people)}</fieldset></header>
<p class="about">Rollcall lets you create and look after Microsoft 365 people from Slack and Teams. Here are both chats and a made-up company. All of it runs on this machine, and nothing you do leaves it.${setting.map((sentence) => ` ${sentence}`).join('')}</p>
<nav aria-label="Tour"><ol>${listSteps(isSeveral)}</ol><button type="button" id="next" class="primary">Start the tour</button></nav><p id="said" role="status"></p>
<nav class="places" aria-label="Places"><a href="#slack">Slack</a><a href="#teams">Teams</a><a href="#around">Contoso</a></nav>
<main>${SLACK}${TEAMS}${around(isSeveral)}</main>
<dialog id="modal" aria-labelledby="modal-title"></dialog><dialog id="teams-dialog" aria-labelledby="teams-dialog-title"></dialog></body></html>`;
