import { markCustomers } from '../../domain/customers.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { CustomerId } from '../../domain/terms.ts';
import { isGone } from '../../service/door/taskRules.ts';
import type { Reply } from '../reply.ts';
import type { Button, DrawnFor } from '../views/parts.ts';
import type { View } from '../views.ts';
import { WAVE_WORDS } from '../waves/words.ts';
import { beginningOfView } from './beginnings.ts';

/** Teams shows six actions on a card, and answers 400 for more. */
const MOST_BUTTONS = 6;

/** The action that asks for which customers the people of a file are created. */
const CHOOSE = 'wave.choose';

type Customers = Pick<Policy, 'customers'>;

/** A customer beside its mark; undefined where there is only one, and for one that is gone from the policy. */
function findDrawnFor({ customers }: Customers, customer: CustomerId): DrawnFor | undefined {
  const found = customers.length < 2 ? undefined : customers.find(({ id }) => id === customer);
  if (found === undefined) return undefined;
  return { id: found.id, name: found.name, mark: markCustomers(customers).get(found.id) ?? '' };
}

/**
 * The view, with the customer that it is for where there are several: whatever is pressed in it is for that one alone. One
 * about several customers names each of them itself.
 */
export function drawFor(policy: Customers, customer: CustomerId, view: View): View {
  if (view.kind === 'wave') return view;
  const drawnFor = view.drawnFor ?? findDrawnFor(policy, customer);
  return drawnFor === undefined ? view : { ...view, drawnFor };
}

/** What a reply is drawn with, where there are several customers. */
interface Drawing {
  policy: Customers;
  customer: CustomerId;
  /** Those that whoever asked may act for. */
  theirs: readonly CustomerId[];
  /** What made the reply. */
  actionId: string;
}

/** A file whose people can be set up can be created for several customers instead; one customer's part of such a file can't. */
function offerSeveral(view: View, theirs: readonly CustomerId[]): View {
  if (view.kind !== 'verification' || view.isPart === true || theirs.length < 2) return view;
  const setUp = view.buttons.find(({ action }) => action === 'addusers.setup');
  const isOffered = view.buttons.some(({ action }) => action === CHOOSE);
  if (setUp === undefined || isOffered || view.buttons.length >= MOST_BUTTONS) return view;
  const { id, version } = setUp;
  const several: Button = { action: CHOOSE, label: WAVE_WORDS.buttons.severalCustomers, id, version };
  const at = view.buttons.indexOf(setUp) + 1;
  return { ...view, buttons: [...view.buttons.slice(0, at), several, ...view.buttons.slice(at)] };
}

/** The view, which offers to begin the same for another customer where it is a beginning. */
function drawOffering({ policy, customer, theirs, actionId }: Drawing, view: View): View {
  const drawn = offerSeveral(drawFor(policy, customer, view), theirs);
  const action = beginningOfView(actionId, view);
  if (drawn.drawnFor === undefined || action === undefined || theirs.length < 2) return drawn;
  const offered = policy.customers
    .filter(({ id }) => theirs.includes(id))
    .flatMap(({ id }) => findDrawnFor(policy, id) ?? []);
  // Of one that is gone there is only something to read.
  if (isGone(policy, drawn.drawnFor.id)) return drawn;
  return { ...drawn, drawnFor: { ...drawn.drawnFor, choose: { action, offered } } };
}

/** The same for all that a reply shows, now or later. */
export function drawReply(drawing: Drawing, reply: Reply): Reply {
  const { policy, customer } = drawing;
  if (policy.customers.length < 2) return reply;
  const draw = (view: View): View => drawOffering(drawing, view);
  switch (reply.type) {
    case 'message': {
      const { files, outdated } = reply;
      return {
        ...reply,
        view: draw(reply.view),
        ...(files === undefined
          ? {}
          : { files: files.map((file) => ({ ...file, again: { ...file.again, customer } })) }),
        ...(outdated === undefined
          ? {}
          : { outdated: outdated.map(({ ref, view }) => ({ ref, view: drawFor(policy, customer, view) })) }),
      };
    }
    case 'follow':
    case 'replace':
      return { ...reply, view: draw(reply.view) };
    case 'form': {
      const { card } = reply;
      return { ...reply, view: draw(reply.view), ...(card === undefined ? {} : { card: draw(card) }) };
    }
    case 'fieldErrors':
      return { ...reply, form: draw(reply.form) };
    case 'private':
      return {
        ...reply,
        async claim() {
          const claimed = await reply.claim();
          return { ...claimed, view: drawFor(policy, customer, claimed.view) };
        },
      };
  }
}
