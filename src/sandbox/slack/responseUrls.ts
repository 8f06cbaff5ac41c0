import type { Request, Response } from 'express';
import { judgeMessage } from './judge.ts';
import { withIds } from './viewStore.ts';
import type { Json, SlackMessage } from './wire.ts';
import { asText, isJson } from './wire.ts';
import type { ResponseUrl, World } from './world.ts';

/** Slack: a response_url can be used 5 times within 30 minutes. */
const USES_MAX = 5;
const LIVES_MS = 30 * 60_000;

/** A new response_url for a person in a channel; it may replace or delete the message it came with. */
export function makeResponseUrl(world: World, user: string, channel: string, ts?: string): string {
  const id = world.nextId('R');
  const until = world.now() + LIVES_MS;
  world.responseUrls.set(id, { user, channel, uses: 0, until, ...(ts === undefined ? {} : { ts }) });
  return `${world.baseUrl}/slack/response/${id}`;
}

/** Shows what an app said to one person, or to the whole channel when it asked for that. */
export function showResponse(world: World, to: { user: string; channel: string }, said: Json): void {
  const message: SlackMessage = {
    ts: world.nextTs(),
    channel: to.channel,
    user: 'bot',
    text: asText(said.text),
    blocks: withIds(world, said.blocks),
    files: [],
    edits: 0,
  };
  if (said.response_type === 'in_channel') world.state.channels.get(to.channel)?.messages.push(message);
  else world.state.ephemerals.push({ ...message, ephemeralFor: to.user });
  world.changed();
}

/** The lists that may hold the message a response_url came with. */
function findOriginal(world: World, known: ResponseUrl): { list: SlackMessage[]; index: number } | undefined {
  for (const list of [world.state.channels.get(known.channel)?.messages ?? [], world.state.ephemerals]) {
    const index = list.findIndex(({ ts, channel }) => ts === known.ts && channel === known.channel);
    if (index >= 0) return { list, index };
  }
  return undefined;
}

function apply(world: World, known: ResponseUrl, said: Json): void {
  const original = findOriginal(world, known);
  const message = original?.list[original.index];
  if (said.delete_original === true) {
    original?.list.splice(original.index, 1);
    world.changed();
  } else if (said.replace_original === true && message !== undefined) {
    message.blocks = withIds(world, said.blocks);
    message.text = asText(said.text);
    message.edits += 1;
    world.changed();
  } else showResponse(world, known, said);
}

/** Answers posts to a response_url. */
export function handleResponseUrl(world: World, request: Request, response: Response): void {
  const known = world.responseUrls.get(String(request.params.id));
  if (known === undefined || known.uses >= USES_MAX || world.now() > known.until) {
    response.status(404).json({ ok: false, error: known === undefined ? 'invalid_url' : 'expired_url' });
    return;
  }
  known.uses += 1;
  const said: unknown = request.body;
  if (!isJson(said)) {
    response.status(400).json({ ok: false, error: 'invalid_payload' });
    return;
  }
  const refused =
    said.delete_original === true
      ? []
      : judgeMessage(world, 'response_url', { text: said.text, blocks: said.blocks });
  if (refused.length > 0) {
    response.status(400).json({ ok: false, error: 'invalid_blocks', errors: refused });
    return;
  }
  apply(world, known, said);
  response.json({ ok: true });
}
