import type { AckFn, AnyMiddlewareArgs, RespondFn } from '@slack/bolt';
import type { NoticeView } from '../../flows/views/parts.ts';
import type { HandlerContext } from '../handlerContext.ts';
import { renderModal } from '../views/render.ts';
import { isAtHome } from './atHome.ts';
import { type SlackBody, speakerOf, teamsOf } from './identify.ts';
import { readDirectMessage } from './messages.ts';

const REFUSAL: NoticeView = {
  kind: 'notice',
  tone: 'warning',
  title: "Rollcall isn't set up for your workspace.",
  text: ['Nothing was done.'],
  next: 'If it should, ask the person who runs Rollcall to add your Slack team id to slackTeams in policy.json.',
  buttons: [],
};

const SENTENCE = `${REFUSAL.title} ${REFUSAL.next}`;

/** Says no in whichever way the payload can be answered. */
async function refuse(context: HandlerContext, args: AnyMiddlewareArgs): Promise<void> {
  const body = args.body as SlackBody;
  const { ack, respond } = args as { ack?: AckFn<unknown>; respond?: RespondFn };
  if (body.command !== undefined) return ack?.({ response_type: 'ephemeral', text: SENTENCE });
  if (body.type === 'view_submission') {
    return ack?.({ response_action: 'update', view: renderModal(REFUSAL) });
  }
  if (body.type === 'block_suggestion') return ack?.({ options: [] });
  await ack?.();
  if (respond !== undefined) {
    await respond({ response_type: 'ephemeral', text: SENTENCE, replace_original: false });
    return;
  }
  const message = readDirectMessage(body.event, context.botUserId());
  if (message === undefined) return;
  const speaker = speakerOf(body);
  const place = {
    platform: 'slack',
    workspace: speaker.workspace,
    conversationId: message.channel,
    kind: 'direct',
  } as const;
  await context.chat.post(place, REFUSAL);
}

/** Bolt middleware: lets only people through who are home; refuses and audits the others. */
export function createForeignGuard(context: HandlerContext) {
  return async (args: AnyMiddlewareArgs & { next: () => Promise<void> }): Promise<void> => {
    const body = args.body as SlackBody;
    if (isAtHome(body, context.home())) {
      await args.next();
      return;
    }
    const { auditRefusal, log } = context.options;
    const { workspace, userId } = speakerOf(body);
    await auditRefusal({
      actor: `slack:${userId}`,
      platform: 'slack',
      what: 'slack.request',
      detail: { code: 'FOREIGN_WORKSPACE', workspace, teams: teamsOf(body).join(',').slice(0, 100) },
    });
    log.warn({ code: 'FOREIGN_WORKSPACE', workspace, userId }, 'slack.refused');
    await refuse(context, args).catch((error: unknown) => log.info({ error }, 'slack.refusalNotShown'));
  };
}
