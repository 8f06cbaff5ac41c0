import type { AssignDraft } from '../../service/licensing/assignDraft.ts';
import { createNamesFile } from '../rosters/namesFile.ts';
import { LICENSING_WORDS } from './words.ts';

const { file: FILE, buttons: BUTTONS } = LICENSING_WORDS;

/** Licenses for the people a file names: the file, and its verification. */
export const assignFile = createNamesFile<AssignDraft>({
  name: 'assign',
  task: 'assign',
  roles: ['admin'],
  most: Number.POSITIVE_INFINITY,
  whichSheet: FILE.whichSheet,
  serviceOf: ({ service }) => service.assignments,
  show(_context, { id, version, data: { targets, findings = [], read = targets.length } }) {
    const label = BUTTONS.forPeople(targets.length);
    return {
      read,
      ready: targets.length,
      findings,
      buttons: targets.length === 0 ? [] : [{ action: 'assign.back', label, id, version, style: 'primary' }],
    };
  },
});
