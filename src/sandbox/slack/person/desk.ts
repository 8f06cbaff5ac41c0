import { NotThere } from '../../notThere.ts';
import type { Delivery } from '../delivery.ts';
import type { Events } from '../events.ts';
import { describeTeams } from '../grid.ts';
import { directOf } from '../state.ts';
import { stackOf } from '../viewStore.ts';
import type { Json, View } from '../wire.ts';
import type { SlackPerson, World } from '../world.ts';

/** What a person's client needs for everything it does. */
export interface Desk {
  world: World;
  delivery: Delivery;
  events: Events;
  person: SlackPerson;
  /** The person's user id. */
  user: string;
  userName: string;
  /** Their direct channel with the bot. */
  direct: string;
  /** Options that external selects were offered, newest first, by view id and block id. */
  suggested: Map<string, Json[]>;
  stack(): View[];
  /** @throws Error when no modal is open */
  top(): View;
  /** What every interactive payload says. */
  describe(type: string): Json;
  channelName(id: string): string;
}

/** The client of one person; their modals outlive it, in the state. */
export function createDesk(world: World, delivery: Delivery, events: Events, person: SlackPerson): Desk {
  const user = person.slack;
  const userName = person.name.toLowerCase().replaceAll(' ', '.');
  const stack = () => stackOf(world, user);
  return {
    world,
    delivery,
    events,
    person,
    user,
    userName,
    direct: directOf(user),
    suggested: new Map(),
    stack,
    top() {
      const view = stack().at(-1);
      if (view === undefined) throw new NotThere(`${person.name} has no modal open`);
      return view;
    },
    describe(type) {
      const { team, teamOfUser, more } = describeTeams(world);
      return {
        type,
        token: 'legacy',
        team,
        user: { id: user, username: userName, name: userName, team_id: teamOfUser },
        api_app_id: world.appId,
        ...more,
      };
    },
    channelName: (id) => world.state.channels.get(id)?.name ?? 'unknown',
  };
}
