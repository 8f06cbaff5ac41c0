import { showAround } from './aroundPane.ts';
import { showBehind, startBehind } from './behindPane.ts';
import { act, tell } from './calls.ts';
import { startComposers } from './composer.ts';
import { find } from './dom.ts';
import { forgetDrawn } from './draw.ts';
import { showInstances } from './instancesPane.ts';
import { startPlaces } from './places.ts';
import { showSlack, startSlack } from './slack/slackPane.ts';
import type { Stage } from './stage.ts';
import { startTabs } from './tabs.ts';
import { showTeams, startTeams } from './teams/teamsPane.ts';
import { startTour } from './tour.ts';

const AWAY = 'The sandbox does not answer. Is npm start still running?';

let events: EventSource | undefined;

/** Looks at everything as the chosen person, from now on. */
function follow(): void {
  events?.close();
  forgetDrawn();
  // Nothing is new to somebody who looks for the first time.
  delete document.body.dataset.ready;
  for (const tab of document.querySelectorAll('[role=tab].new')) tab.classList.remove('new');
  const person = find<HTMLInputElement>('#people :checked').value;
  events = new EventSource(`/try/events?person=${person}`);
  events.onmessage = ({ data }) => {
    const stage: Stage = JSON.parse(data);
    showSlack(stage.slack);
    showTeams(stage.teams);
    showAround(stage);
    showBehind(stage);
    showInstances(stage.instances);
    document.body.dataset.ready = person;
  };
  events.addEventListener('over', () => location.reload());
  events.onerror = () => tell(AWAY);
  events.onopen = () => {
    if (find('#said').textContent === AWAY) tell('');
  };
}

function startOver(): void {
  const button = find<HTMLButtonElement>('#start-over');
  button.addEventListener('click', async () => {
    button.disabled = true;
    tell('Starting over: an empty company, empty chats, and Rollcall with nothing in it…');
    const { error } = await act('startOver', {}, false);
    if (error !== undefined) button.disabled = false;
  });
}

startTabs();
startPlaces();
startComposers();
startSlack();
startTeams();
startBehind();
find('#people').addEventListener('change', () => {
  tell('');
  follow();
});
follow();
startTour();
startOver();
