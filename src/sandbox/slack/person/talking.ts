import type { Attempt, Delivered } from '../delivery.ts';
import { addFiles, describeFile, type PickedFile } from '../files.ts';
import { describeEnterprise, teamOfPeople } from '../grid.ts';
import { judgeMessage } from '../judge.ts';
import { makeResponseUrl, showResponse } from '../responseUrls.ts';
import type { Json, SlackFile } from '../wire.ts';
import { isJson } from '../wire.ts';
import type { Desk } from './desk.ts';
import { reportTo } from './failureWords.ts';
import { formatTyped } from './typed.ts';

/** Shows what an app answered a command with: Slack takes text, or a message as JSON. */
function showAnswer({ world, user }: Desk, command: string, channel: string, answer: Attempt): void {
  if (answer.status !== 200 || answer.body === '') return;
  let said: unknown = { text: answer.body };
  try {
    said = JSON.parse(answer.body);
  } catch {
    // Plain text is an answer too.
  }
  const message = isJson(said) ? said : { text: answer.body };
  const content = { text: message.text, blocks: message.blocks };
  const refused = judgeMessage(world, `answer to ${command}`, content);
  if (refused.length === 0) showResponse(world, { user, channel }, message);
}

/** Types a slash command. Slack sends it whether or not the bot is in the channel. */
export async function typeCommand(
  desk: Desk,
  command: string,
  text: string,
  channel: string,
): Promise<Delivered> {
  const { world, user } = desk;
  const fields = {
    token: 'legacy',
    team_id: world.teamId,
    team_domain: 'contoso',
    channel_id: channel,
    channel_name: desk.channelName(channel),
    user_id: user,
    user_name: desk.userName,
    command,
    text,
    api_app_id: world.appId,
    ...describeEnterprise(world),
    is_enterprise_install: String(world.switches.grid?.isOrgWide === true),
    response_url: makeResponseUrl(world, user, channel),
    trigger_id: world.makeTrigger(user),
  };
  const answer = await desk.delivery.send(command, new URLSearchParams(fields).toString());
  showAnswer(desk, command, channel, answer);
  return reportTo({ command }, answer);
}

function post(desk: Desk, channelId: string, text: string, files: SlackFile[], thread?: string): Json {
  const { world, user } = desk;
  const channel = world.state.channels.get(channelId);
  if (channel?.members.has(user) !== true) throw new Error(`${desk.person.name} is not in ${channelId}`);
  const ts = world.nextTs();
  const typed = formatTyped(world, text);
  channel.messages.push({ ts, channel: channelId, user, text: typed, blocks: [], files, edits: 0 });
  world.changed();
  return {
    channel: channelId,
    user,
    text: typed,
    ts,
    event_ts: ts,
    client_msg_id: world.nextId('m'),
    // Slack: "message" event, a reply in a thread.
    ...(thread === undefined ? {} : { thread_ts: thread }),
    team: teamOfPeople(world),
    ...(world.switches.grid === undefined
      ? {}
      : { user_team: teamOfPeople(world), source_team: teamOfPeople(world) }),
    ...(files.length === 0 ? {} : { files: files.map((file) => describeFile(world, file)) }),
  };
}

/** Writes to the bot directly, or in the thread of one of its messages. */
export async function say(
  desk: Desk,
  text: string,
  picked: readonly PickedFile[],
  thread?: string,
): Promise<Delivered> {
  const files = addFiles(desk.world, desk.user, picked);
  const message = post(desk, desk.direct, text, files, thread);
  return desk.events.send({
    type: 'message',
    channel_type: 'im',
    ...(files.length === 0 ? {} : { subtype: 'file_share' }),
    ...message,
  });
}

/** Writes in a channel. The bot hears of it only when it is there and is mentioned. */
export async function sayInChannel(
  desk: Desk,
  text: string,
  channelId: string,
  picked: readonly PickedFile[],
): Promise<Delivered | undefined> {
  const { world } = desk;
  const message = post(desk, channelId, text, addFiles(world, desk.user, picked));
  const isHeard = world.state.channels.get(channelId)?.hasBot === true;
  if (!isHeard || !String(message.text).includes(`<@${world.botUserId}>`)) return undefined;
  return desk.events.send({ type: 'app_mention', ...message });
}

/** Opens the bot's Home tab. */
export function openHome({ world, user, direct, events }: Desk): Promise<Delivered> {
  return events.send({
    type: 'app_home_opened',
    user,
    channel: direct,
    tab: 'home',
    event_ts: world.nextTs(),
  });
}
