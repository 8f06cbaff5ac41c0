import { act, tell } from './calls.ts';
import { find, make, makeButton } from './dom.ts';
import { keep, show, table } from './draw.ts';
import type { Instance, Instances } from './stage.ts';

const BAD: readonly Instance['state'][] = ['down', 'frozen', 'cut off'];

/** What can be done in each state: the act, its button, and what is said of it. */
const ACTS: Readonly<
  Record<Instance['state'], readonly (readonly [what: string, label: string, said: string])[]>
> = {
  running: [
    ['kill', 'Kill', 'was killed. Another instance takes up its jobs within 13 seconds.'],
    [
      'freeze',
      'Freeze',
      'stands still. After 10 seconds another takes its jobs, and once it is thawed it may not act for them.',
    ],
    [
      'cut',
      'Cut off',
      'no longer reaches PostgreSQL. It stops acting after 8 seconds, and another takes its jobs after 10.',
    ],
    ['drain', 'Drain', 'takes nothing new, finished its calls, and handed its jobs over.'],
  ],
  frozen: [
    ['thaw', 'Thaw', 'goes on.'],
    ['kill', 'Kill', 'was killed.'],
  ],
  'cut off': [
    ['connect', 'Connect', 'reaches PostgreSQL again.'],
    ['kill', 'Kill', 'was killed.'],
  ],
  down: [['start', 'Start', 'is running again.']],
  starting: [],
  draining: [],
};

function drawActs({ name, state }: Instance): HTMLElement {
  const buttons = ACTS[state].map(([what, label, said]) => {
    const button = makeButton(label, what === 'kill' ? 'danger' : '', async () => {
      const { error } = await act('instance', { name, what }, false);
      if (error === undefined) tell(`${name} ${said}`);
    });
    button.setAttribute('aria-label', `${label} ${name}`);
    return button;
  });
  return make('span.buttons', '', ...buttons);
}

/** Who runs a job. What the log said last may be of an instance that is gone: another takes its jobs once that is noticed. */
function ownerOf(owner: string, list: Instances['list']): string {
  const isGone = list.some(({ name, state }) => name === owner && state === 'down');
  return isGone ? 'no one, waiting to be taken over' : owner;
}

function drawList({ list, jobs }: Instances): HTMLElement {
  const rows = list.map((one) => {
    const own = jobs.filter(({ owner }) => ownerOf(owner, list) === one.name).length;
    return [
      make(
        'span',
        '',
        make('b', one.name),
        make(
          'div.note',
          one.answered === 0 ? 'answered nothing yet' : `answered ${one.answered}, last ${one.last}`,
        ),
        drawActs(one),
      ),
      make('span.tags', '', make(BAD.includes(one.state) ? 'span.tag' : 'span.tag good', one.state)),
      own === 0 ? 'none' : String(own),
    ];
  });
  return table('Instances', ['Instance', 'State', 'Jobs'], rows);
}

function drawJobs({ list, jobs }: Instances): HTMLElement {
  const rows = jobs.map(({ id, owner, turns }) => [
    `…${id.slice(-6)}`,
    ownerOf(owner, list),
    turns === 1 ? 'never' : turns === 2 ? 'once' : `${turns - 1} times`,
  ]);
  return table('Jobs that are running', ['Job', 'Run by', 'Taken over'], rows);
}

/** Draws who answers, who runs which job, and what they use up together. */
export function showInstances(instances: Instances | undefined): void {
  if (instances === undefined) return;
  const { jobs, quotaLeft } = instances;
  const left =
    quotaLeft === null
      ? ''
      : ` They share the ${quotaLeft.toLocaleString('en')} writes that the tenant still allows.`;
  const words = `All of them answer at one address and share one PostgreSQL.${left}`;
  const note = find('#instances .shared');
  if (note.textContent !== words) note.textContent = words;
  const nodes = [keep('instance-list', [instances.list, jobs], () => drawList(instances))];
  if (jobs.length > 0) nodes.push(keep('instance-jobs', [instances.list, jobs], () => drawJobs(instances)));
  show('instances', nodes, false);
}
