import type { Sandbox } from '../../src/sandbox/stage.ts';
import {
  type Prepared,
  preparePersonInSlack,
  preparePersonInTeams,
  prepareRosterInSlack,
  prepareRosterInTeams,
} from './conversations.ts';
import { prepareDeclineInSlack, prepareDeclineInTeams } from './declining.ts';

export const RECIPIENTS = ['it@contoso.com'];

/** Somebody's request, whose messages are due in one chat. */
export interface Scenario {
  name: string;
  /** Unlike any before. */
  prepare(sandbox: Sandbox, nth: number): Promise<{ prepared: Prepared; names: readonly string[] }>;
}

function roster(chat: string, prepareRoster: typeof prepareRosterInSlack): Scenario {
  return {
    name: `roster in ${chat}`,
    async prepare(sandbox, nth) {
      const names = ['a', 'b'].map((letter) => `${chat}.${letter}${nth}@contoso.com`);
      const fileName = `${chat}-${nth}.csv`;
      const asked = { fileName, names, licenses: [], recipients: RECIPIENTS };
      return { prepared: await prepareRoster(sandbox, asked), names };
    },
  };
}

function person(chat: string, preparePerson: typeof preparePersonInSlack): Scenario {
  return {
    name: `person in ${chat}`,
    async prepare(sandbox, nth) {
      const userName = `${chat}.one${nth}`;
      const prepared = await preparePerson(sandbox, { userName, recipients: RECIPIENTS });
      return { prepared, names: [`${userName}@contoso.com`] };
    },
  };
}

/** What is asked for is declined by somebody else: nobody is created. */
function decline(chat: string, prepareDecline: typeof prepareDeclineInSlack): Scenario {
  return {
    name: `decline in ${chat}`,
    async prepare(sandbox, nth) {
      return { prepared: await prepareDecline(sandbox, `${chat}.no${nth}`), names: [] };
    },
  };
}

/** A file, one person and a decline, in each chat. */
export const SCENARIOS: readonly Scenario[] = [
  roster('slack', prepareRosterInSlack),
  roster('teams', prepareRosterInTeams),
  person('slack', preparePersonInSlack),
  person('teams', preparePersonInTeams),
  decline('slack', prepareDeclineInSlack),
  decline('teams', prepareDeclineInTeams),
];
