import type { SlackEventMiddlewareArgs } from '@slack/bolt';
import { splitSlackId } from '../../domain/slackId.ts';
import type { Speaker } from '../../flows/action.ts';
import { type HandlerContext, runFlow } from '../handlerContext.ts';
import { LIMITS } from '../outgoing/limits.ts';
import { sendForms } from '../outgoing/sendForms.ts';
import { renderForms } from '../views/render.ts';
import { type SlackBody, speakerOf } from './identify.ts';

/** Shows a person's Home: what waits for them, and what they may do. For somebody unknown, why they may not. */
export async function publishHome(context: HandlerContext, speaker: Speaker): Promise<void> {
  const { client, calls, chat, options } = context;
  const place = () => chat.openDirect(speaker.userId);
  const run = (action: string) => runFlow(context, action, speaker, place, {});
  const help = await run('help.show');
  const isKnown = help.type === 'message' && help.view.kind === 'help';
  const replies = isKnown ? [await run('approval.list'), help] : [help];
  const views = replies.flatMap((reply) => (reply.type === 'message' ? [renderForms(reply.view)] : []));
  const whole = views.flatMap(([form]) => form.blocks);
  const short = views.flatMap(([form, shorter]) => (shorter ?? form).blocks);
  try {
    await sendForms([whole, short], (blocks) =>
      calls.call('views.publish', 'safe', () =>
        client.views.publish({
          user_id: splitSlackId(speaker.userId).user,
          view: { type: 'home', blocks: blocks.slice(0, LIMITS.modalBlocks) },
        }),
      ),
    );
  } catch (error) {
    // The tab shows what it showed before; the next look tries again.
    options.log.warn({ error }, 'slack.homeNotShown');
  }
}

/** Somebody looks at the app's Home tab. Bolt acked the event before this runs. */
export async function handleHome(
  context: HandlerContext,
  { event, body }: Pick<SlackEventMiddlewareArgs<'app_home_opened'>, 'event' | 'body'>,
): Promise<void> {
  if (event.tab !== 'home' || (await context.dedupe.event(body.event_id))) return;
  const speaker = speakerOf(context, body as SlackBody);
  context.background.run(speaker.userId, () => publishHome(context, speaker));
}
