import type { Human, Policy } from '../../domain/policy/policy.ts';
import type { RoleGroup } from '../../domain/policy/roleGroups.ts';
import type { Member } from '../../domain/policy/withGroups.ts';
import type { DirectoryFor } from '../ports/directory.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Log } from '../ports/surroundings.ts';
import type { UserGroups } from '../ports/userGroups.ts';

/** Why a group gives nobody a role now. */
export interface Trouble {
  /** A sentence. */
  says: string;
  /** Nobody can tell who is in it. */
  unread?: RoleGroup;
  /** It no longer exists, so that nobody is in it. */
  gone?: RoleGroup;
}

/**
 * Who has roles by a group. `people` shows what was read last; whatever decides by it asks for a reading first, of one
 * person or of those who can be asked for something. Without groups in the policy nothing is read.
 */
export interface RoleGroups {
  /** The people of the policy with what groups give them. What was read too long ago gives nothing. */
  people(): Human[];
  /**
   * Reads which groups somebody is in, unless that was done in the last five minutes: by the id that they have in the
   * policy, or as `idOfUnnamed` makes it. Never throws: a group that cannot be read gives nothing.
   */
  refresh(actorId: string, name?: string): Promise<void>;
  /**
   * The same, and answers those groups of which it can't be told now whether somebody is in them. One that no longer exists
   * is none of these: nobody is in it.
   */
  findUnread(actorId: string, name?: string): Promise<readonly RoleGroup[]>;
  /** Who there would be in the policy if somebody were in this group, and as far as is known in no other. */
  peopleIfIn(actorId: string, group: RoleGroup): Human[];
  /**
   * The same of whoever has an account in this customer's directory: of groups in the directories of others it can't be a
   * member. Throws RollcallError ROLE_UNKNOWN when it can't be told, which names no group that is for other customers alone.
   */
  refreshAccount(objectId: string, customer: string): Promise<void>;
  /**
   * Reads who may be asked and told: members of the groups that make admins and approvers, up to 50 of each. Answers those
   * that can't be read now. Never throws. Only for `readThose`, which has its caller say what becomes of what is unread.
   */
  list(): Promise<readonly RoleGroup[]>;
  /**
   * The people of the policy with what groups gave them when these were last read, a week ago at most. For what is said, and
   * for who is told something, never for what somebody may do: they may have left by now.
   */
  lastKnown(): Human[];
  /** Why groups give somebody nothing now. */
  listTrouble(actorId: string): readonly Trouble[];
  /** Calls those who are meant by their ids, until they are read again. */
  forget(isMeant: (id: string, name: string) => boolean): void;
  /** What is known of somebody by now. */
  memberOf(actorId: string): Member | undefined;
}

/** What role groups are read with. */
export interface RoleGroupOptions {
  /** As it is written, without what groups add. */
  written: Pick<Policy, 'people' | 'groups' | 'customers' | 'slackTeams' | 'workspaces'>;
  directoryFor: DirectoryFor;
  /** Undefined while Slack is not set up. */
  userGroups: () => UserGroups | undefined;
  /** Keeps what people are called whom the policy doesn't name. */
  store: Pick<Store, 'loadNote' | 'updateNote'>;
  clock: Clock;
  log: Log;
}
