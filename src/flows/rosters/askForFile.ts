import { z } from 'zod';
import type { IncomingFile } from '../../service/incomingFile.ts';
import { fileStem, sendCsv } from '../files.ts';
import type { Reply } from '../reply.ts';
import type { RosterUploadView } from '../views/roster.ts';
import { ROSTER_WORDS } from './words.ts';

/** Far more than 5,000 people need; the service holds the limit, this only says it. */
const MAX_MEGABYTES = 10;

/** The file that a form sends. */
export const isFile = z.custom<IncomingFile>((value) => typeof value === 'object' && value !== null);

/** The form that asks for a file of people, which `submit` then reads. */
export function askForFile(
  submit: string,
  view: Pick<RosterUploadView, 'task' | 'customer' | 'maxRows'> & Partial<Pick<RosterUploadView, 'buttons'>>,
): Reply {
  return {
    type: 'form',
    view: {
      kind: 'rosterUpload',
      target: {
        submit: { action: submit, label: ROSTER_WORDS.upload.submit },
        id: 'new',
        version: 1,
        errors: {},
      },
      maxMegabytes: MAX_MEGABYTES,
      buttons: [],
      ...view,
    },
  };
}

/** The log of a file whose rows name people who exist, as a message of its own. */
export function sendNamesLog(
  fileName: string | undefined,
  csv: string,
  again: { action: string; id: string; version: number },
): Reply {
  return sendCsv(ROSTER_WORDS.namesLog, { name: `${fileStem(fileName ?? 'people')}-log.csv`, csv, again });
}
