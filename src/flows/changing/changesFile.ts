import type { ChangesDraft } from '../../service/changing/changesDraft.ts';
import { MAX_CHANGED } from '../../service/changing/changingMany.ts';
import { createNamesFile } from '../rosters/namesFile.ts';
import { nameSome } from '../words.ts';
import { CHANGE_WORDS } from './words.ts';

const MANY = CHANGE_WORDS.many;

/** Who may change several people. */
export const MAY_CHANGE_MANY = ['admin'] as const;

/** Columns in one line. */
const MAX_COLUMNS = 3;

/** A file of changes, and what it comes to. */
export const changesFile = createNamesFile<ChangesDraft>({
  name: 'changes',
  task: 'change',
  roles: MAY_CHANGE_MANY,
  most: MAX_CHANGED,
  buttons: [{ action: 'template.send', label: MANY.template, id: 'changes', version: 1 }],
  whichSheet: MANY.whichSheet,
  serviceOf: ({ service }) => service.manyChanges,
  show(_context, { id, version, data: { people, findings, read, changed } }) {
    const label = MANY.label(people.length);
    return {
      holds: MANY.columns(nameSome(changed, MAX_COLUMNS)),
      read,
      ready: people.length,
      findings,
      buttons: people.length === 0 ? [] : [{ action: 'changes.open', label, id, version, style: 'primary' }],
    };
  },
});
