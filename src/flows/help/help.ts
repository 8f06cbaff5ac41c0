import { z } from 'zod';
import { customersOf } from '../../domain/customers.ts';
import { findHuman } from '../../domain/policy/policy.ts';
import { callGroup } from '../../domain/policy/withGroups.ts';
import type { Actor, Place } from '../../domain/terms.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import type { FlowContext } from '../context.ts';
import { listHere } from '../customers/settleCustomer.ts';
import { explainGroups } from '../errorViews.ts';
import { CSV, sendCsv } from '../files.ts';
import type { HelpView } from '../views/parts.ts';
import { cut } from '../words.ts';
import { HELP_WORDS } from './words.ts';

/** Of what somebody typed. */
const MAX_NAMED = 40;

const { commands, does } = HELP_WORDS;

/** What this actor may type, in the words of their chat. */
function commandsFor(actor: Actor, version: string | undefined): HelpView['commands'] {
  const slash = actor.platform === 'slack' ? '/' : '';
  const canAdd = actor.roles.some((role) => role === 'helpdesk' || role === 'admin');
  const isAdmin = actor.roles.includes('admin');
  // Nobody in the policy is without a role: a manager who was asked to approve something.
  const isGuest = actor.roles.length === 0;
  const list = (allowed: boolean, ...lines: HelpView['commands']) => (allowed ? lines : []);
  return [
    ...list(canAdd, { command: slash + commands.adduser, does: does.adduser }),
    ...list(
      isAdmin,
      { command: `${slash}addusers`, does: does.addusers },
      { command: HELP_WORDS.attach, does: does.attach },
    ),
    ...list(canAdd, { command: slash + commands.user, does: does.user(isAdmin) }),
    ...list(isAdmin, { command: slash + commands.offboard, does: does.offboard }),
    ...list(canAdd, { command: `${slash}licenses`, does: does.licenses(isAdmin) }),
    ...(isAdmin || actor.roles.includes('auditor')
      ? [{ command: commands.history, does: does.history }]
      : list(canAdd, { command: 'history', does: does.ownHistory })),
    ...list(
      isAdmin,
      { command: 'presets', does: does.presets },
      { command: 'pause', does: does.pause },
      { command: commands.forget, does: does.forget },
    ),
    ...list(canAdd, { command: 'template', does: does.template(isAdmin) }),
    ...list(canAdd || isGuest || actor.roles.includes('approver'), {
      command: 'approvals',
      does: does.approvals,
    }),
    { command: 'help', does: does.help(version) },
  ];
}

/** Groups that can't be read and are named: of many the first are enough to know whom to ask. */
const MOST_UNREAD = 3;

/**
 * Why somebody may do what they may, where a group has to do with it: each that gives them a role, what their own entry gives,
 * and which can't be read now, so that there is less here. Undefined: the entry says all.
 */
function sayWhy(context: FlowContext, actor: Actor): string | undefined {
  const { policy } = context;
  const { through = [], own = [] } = findHuman(policy, actor.platform, actor.userId) ?? {};
  const ways = [
    ...through.map((group) => HELP_WORDS.byGroup(group.roles, callGroup(policy, group))),
    ...(own.length === 0 ? [] : [HELP_WORDS.byEntry(own)]),
  ];
  const said = [
    ...(through.length === 0 ? [] : [HELP_WORDS.because(ways)]),
    ...explainGroups(context, actor).unread.slice(0, MOST_UNREAD),
  ];
  return said.length === 0 ? undefined : said.join(' ');
}

/** Customers that are named; of more it is said how many there are. */
const MOST_NAMED = 3;

/** What the customers are called that somebody may act for. */
function listNames(
  policy: FlowContext['policy'],
  { platform, userId, customer }: Actor,
  place: Place,
): { here: string[]; all: number } {
  const human = findHuman(policy, platform, userId);
  const theirs = human === undefined ? [] : customersOf(policy, human);
  if (theirs.length === 0) return { here: [nameOf(policy, customer)], all: 1 };
  const ids = listHere(
    policy,
    place,
    theirs.map(({ id }) => id),
  );
  // In another customer's channel nothing is for any of theirs.
  const here = theirs.filter(({ id }) => ids.length === 0 || ids.includes(id)).map(({ name }) => name);
  return { here, all: theirs.length };
}

/** How to say for which of several customers a command is. */
function otherCustomer({ platform }: Actor): HelpView['commands'][number] {
  const command = `${platform === 'slack' ? '/' : ''}${commands.otherCustomer}`;
  return { command, does: does.otherCustomer };
}

/** Whoever acts for several has `customers`, and whoever may add one: admins who act for all there are. */
function showCustomers(
  policy: FlowContext['policy'],
  { roles }: Actor,
  theirs: number,
): HelpView['commands'] {
  const canAdd = roles.includes('admin') && theirs >= policy.customers.length;
  if (roles.length === 0 || (theirs < 2 && !canAdd)) return [];
  return [{ command: 'customers', does: does.customers(canAdd) }];
}

function showHelp(context: FlowContext, actor: Actor, place: Place): HelpView {
  const { policy, version } = context;
  const { here, all } = listNames(policy, actor, place);
  const canAdd = actor.roles.some((role) => role === 'helpdesk' || role === 'admin');
  const because = sayWhy(context, actor);
  return {
    kind: 'help',
    name: actor.name,
    customer: HELP_WORDS.customers(here.slice(0, MOST_NAMED), here.length),
    ...(because === undefined ? {} : { because }),
    commands: [
      ...commandsFor(actor, version).filter(
        ({ command }) => command !== 'pause' || all >= policy.customers.length,
      ),
      ...(here.length > 1 && canAdd ? [otherCustomer(actor)] : []),
      ...showCustomers(policy, actor, all),
    ],
    buttons: canAdd
      ? [{ action: 'adduser.open', label: HELP_WORDS.addOne, id: 'new', version: 1, style: 'primary' }]
      : [],
  };
}

/** `help`, the same for words that are no command, and `template`. */
export function helpActions(context: FlowContext): Action[] {
  const action = actionsFor([], { guests: true, everywhere: true });
  return [
    action.message('help.show', z.object({}), async (actor, place) => ({
      type: 'message',
      here: true,
      view: showHelp(context, actor, place),
    })),
    action.message('help.unknown', z.object({ text: z.string() }), async (actor, place, { text }) => ({
      type: 'message',
      here: true,
      view: { ...showHelp(context, actor, place), notUnderstood: text },
    })),
    actionsFor(['helpdesk', 'admin'], { everywhere: true }).message(
      'template.send',
      z.object({ id: z.string().optional(), text: z.string().optional() }),
      async ({ roles }, _place, input) => {
        const isAdmin = roles.includes('admin');
        const { templates, changes } = HELP_WORDS;
        if (input.id === 'changes' || /^changes?$/i.test(input.text?.trim() ?? '')) {
          return sendCsv(
            { ...changes, next: changes.next(isAdmin) },
            {
              name: 'rollcall-changes.csv',
              csv: context.service.rosters.writeTemplate('changes'),
              again: { action: 'template.send', id: 'changes', version: 1 },
            },
          );
        }
        const typed = input.text?.trim() ?? '';
        const isUnknown = typed !== '' && !/^(blank|sample|people|new)$/i.test(typed);
        const kinds = (['blank', 'sample'] as const).filter((kind) =>
          input.id !== 'blank' && input.id !== 'sample' ? true : kind === input.id,
        );
        return {
          type: 'message',
          view: {
            kind: 'notice',
            tone: 'info',
            title: isUnknown ? templates.unknown(cut(typed, MAX_NAMED)) : templates.title,
            text: [templates.text],
            next: templates.next(isAdmin),
            buttons: [],
          },
          files: kinds.map((kind) => ({
            name: `rollcall-${kind}.csv`,
            contentType: CSV,
            bytes: Buffer.from(context.service.rosters.writeTemplate(kind)),
            again: { action: 'template.send', id: kind, version: 1 },
          })),
        };
      },
    ),
  ];
}
