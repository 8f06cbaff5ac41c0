import type { Log } from '../../service/ports/surroundings.ts';

/** Whether what people send and what answers them is one Slack app, as it would be with all credentials from one. */
export interface AppCheck {
  /** The app that a payload is for: its `api_app_id`. */
  received(app: string | undefined): void;
  /** The app that the token is of. Slack says so where it gives one (oauth.v2.access), and in each message that is posted. */
  sent(app: string | undefined): void;
}

/** Says it in the log, once: forms that one app asks for can't be opened by another, and nothing else tells why. */
export function createAppCheck(log: Log, team: string): AppCheck {
  let asked: string | undefined;
  let answering: string | undefined;
  let isSaid = false;

  function compare(): void {
    if (isSaid || asked === undefined || answering === undefined || asked === answering) return;
    isSaid = true;
    const next =
      'Take all credentials from one Slack app: the signing secret or the app-level token is of one, and the bot token or the client ID of another. Start Rollcall again then.';
    log.error({ team, asked, answering, next }, 'slack.otherApp');
  }

  return {
    received(app) {
      asked = app ?? asked;
      compare();
    },
    sent(app) {
      answering = app ?? answering;
      compare();
    },
  };
}
