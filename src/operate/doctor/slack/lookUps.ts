import type { LiveConfig } from '../../../config/config.ts';
import { type Finding, reportOn } from '../finding.ts';
import { appOf, type Bot, examineApp } from './doctorSocket.ts';
import { type Access, LOOK_UP, OAUTH_PAGE, readsGroups, type SlackConfig } from './slackAccess.ts';
import { examinePeople, listPeopleIn } from './slackPeople.ts';

const { unsure } = reportOn('slack');

/** What can't be told of a bot whose token may look up nothing; undefined: there is nothing to look up. */
function describeUnknown(read: Partial<LiveConfig>, by: Bot['by'] | undefined, team: string | undefined) {
  const hasPeople = listPeopleIn(read, team).length > 0;
  const ids = hasPeople ? ['the Slack ids in the policy'] : [];
  const app = by === undefined ? [] : [`whether SLACK_APP_TOKEN and ${by} are of one app`];
  const what = [...ids, ...app].join(', and ');
  if (what === '') return undefined;
  const ways = [
    ...(hasPeople ? ['Ask each person to write to Rollcall, which tells them their own id.'] : []),
    ...(by === undefined
      ? []
      : ['slack.otherApp in the log says that what is written to it is of another app.']),
    `Or add ${LOOK_UP} under Bot Token Scopes and reinstall (${OAUTH_PAGE}).`,
  ];
  const comma = ids.length + app.length > 1 ? ',' : '';
  const need = readsGroups(read.policy) ? '' : ", which Rollcall itself doesn't need";
  const said = `${what}${comma} can't be checked without the scope ${LOOK_UP}${need}.`;
  return unsure(`${said.charAt(0).toUpperCase()}${said.slice(1)}`, ways.join(' '));
}

/**
 * What is looked up by `users:read`: whether the socket's app is the bot's, and whom the policy knows by ids of a workspace, or of
 * the only one. Without that scope one finding says all that can't be checked.
 */
export async function examineLookUps(
  access: Access,
  door: SlackConfig['door'],
  read: Partial<LiveConfig>,
  { scopes = '', bot, team }: { scopes: string | undefined; bot: Bot; team?: string },
): Promise<Finding[]> {
  const appToken = 'appToken' in door ? door.appToken.reveal() : '';
  const isUnknown = !scopes.split(',').some((scope) => scope.trim() === LOOK_UP);
  const isAppUnknown = isUnknown && appOf(appToken) !== undefined && bot.appId === undefined;
  const lacking = isUnknown ? describeUnknown(read, isAppUnknown ? bot.by : undefined, team) : undefined;
  return [
    ...(isAppUnknown ? [] : await examineApp(access, appToken, bot)),
    ...(isUnknown ? [] : await examinePeople(access, read, team)),
    ...(lacking === undefined ? [] : [lacking]),
  ];
}
