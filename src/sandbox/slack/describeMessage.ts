import { describeFile } from './files.ts';
import type { Json, SlackMessage } from './wire.ts';
import { appOfToken, type World } from './world.ts';

/** A message as the app gets it. */
export function describeMessage(world: World, message: SlackMessage): Json {
  const isBot = message.user === 'bot';
  const files = message.files.map((file) => describeFile(world, file));
  return {
    type: 'message',
    ts: message.ts,
    text: message.text,
    ...(message.blocks.length === 0 ? {} : { blocks: message.blocks }),
    user: isBot ? world.botUserId : message.user,
    ...(isBot ? { bot_id: world.botId, app_id: appOfToken(world) } : {}),
    team: world.teamId,
    ...(files.length === 0 ? {} : { files }),
  };
}
