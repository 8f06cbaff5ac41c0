import type { MonthlyCost } from '../../domain/prices.ts';
import type { Actor, CustomerId, MessageRef, Problem } from '../../domain/terms.ts';
import type { SeatNeed } from '../facts/customerFacts.ts';
import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import type { JobRecord } from '../ports/records.ts';
import type { AskedPerson, RequestRecord } from '../ports/requests.ts';
import type { Foreseen, ForeseenInForm, FormTask } from './foresee.ts';

/** A request with what its card shows beside it. */
export interface RequestState {
  request: RequestRecord;
  /** Seats it needs, beside what is left now. Empty when the directory cannot say. */
  licenses: readonly SeatNeed[];
  /** Why its licenses cannot be given now: seats that went, a license that the tenant does not have any more. */
  problems: readonly Problem[];
  /** What it costs each month; left out where no price is known. */
  cost?: MonthlyCost;
  /** Licenses it takes away from people who exist, by name, and from how many. */
  taken: readonly { skuId: string; name: string; people: number }[];
  /** What comes with the groups that people are put into: licenses by name, undefined where the directory cannot say. */
  byGroups: readonly { group: string; licenses: readonly string[] | undefined }[];
  /** Names of those who were asked. */
  approvers: readonly string[];
  /** Its requester may send a reminder now. */
  canRemind: boolean;
}

/** What a request is to be without. What it did not ask for is ignored. */
export interface RequestCut {
  /** skuIds. */
  remove: readonly string[];
  /** User names of the people who are to be left out. */
  leaveOut: readonly string[];
}

/** What became of something asked for: a job at once, or a request that waits. */
export type Submitted = { job: JobRecord; existed: boolean } | { request: RequestState; existed: boolean };

/** What is to come of somebody's account, and what the reader may do about it. */
export interface Going {
  request: RequestRecord;
  /** They may open its card. */
  mayOpen: boolean;
  /** It is planned, and they may change or cancel it. */
  mayCancel: boolean;
}

/** Requests that wait for somebody's approval. Methods throw RollcallError. */
export interface Approvals {
  /** Whose approval what a form offers would need, so that it is said before anything is asked for. */
  foreseeInForm(actor: Actor, form: FormTask): ForeseenInForm;
  /** The same for what was filled in; undefined when it needs none. Nothing is stored or sent. */
  foresee(request: Pick<AcceptRequest, 'actor' | 'people' | 'ofAll' | 'task'>): Promise<Foreseen | undefined>;
  /** Accepts what needs no approval; else keeps it as a request, and nobody is created before it is approved. */
  submit(request: AcceptRequest): Promise<Submitted>;
  /**
   * One approver's answer to one version of a request: the first valid one wins. When that approves it, its job is
   * accepted from the stored rows.
   *
   * @throws RollcallError NOT_YOURS (also for one's own request), ALREADY_DONE, VERSION_STALE, NO_SEATS
   */
  decide(
    actor: Actor,
    requestId: string,
    version: number,
    decision: 'approve' | 'decline',
    reason?: string,
  ): Promise<RequestState>;
  /**
   * Makes less of a request that waits, as its next version, in which no earlier approval counts. An approver's change is
   * that approver's approval as well; its requester's is none. What only waits for its hour can have people left out, by
   * whoever could cancel it, and stays approved.
   *
   * @throws RollcallError NOT_YOURS, ALREADY_DONE, VERSION_STALE, NO_SEATS, INPUT_INVALID when nothing would be changed
   *   or nothing would be left
   */
  change(actor: Actor, requestId: string, version: number, cut: RequestCut): Promise<RequestState>;
  /**
   * Sends the card anew to those who have not answered, asked for by the requester: once an hour. Answers the names of
   * those it was sent to. Throws NOT_YOURS, ALREADY_DONE, NOT_YET.
   */
  remind(actor: Actor, requestId: string): Promise<{ state: RequestState; reminded: readonly string[] }>;
  /**
   * Keeps a note of whoever asked or may decide, while it waits, and sends it to the other side with a new card, in
   * whichever chat they are. Audited without its text. Answers the names of those to whom a new card goes out: nobody
   * where the request has as many as it may have. `messageId`: of the message that it is, so that a second delivery is told
   * from the same words. `existed`: it was there already, and nothing more is done. Throws
   * NOT_YOURS (also for an approver whose answer would not count), ALREADY_DONE, INPUT_INVALID for one that is empty or
   * too long, NOT_YET when there are as many as are kept.
   */
  discuss(
    actor: Actor,
    requestId: string,
    text: string,
    messageId?: string,
  ): Promise<{ state: RequestState; told: readonly string[]; existed: boolean }>;
  /** The request of which a message is somebody's card; who may see it is asked by whatever is done with the id. */
  findByMessage(ref: MessageRef): Promise<string | undefined>;
  /**
   * By its requester while it waits. What is only waiting for its hour, what is put off, and a deletion also while it waits for approval, can
   * be canceled by its approvers and by admins, too, but not by whoever it is about; its requester is told. Throws NOT_YOURS, ALREADY_DONE.
   */
  cancel(actor: Actor, requestId: string): Promise<RequestState>;
  /**
   * Closes one customer's part of a file for several that was ended, by whoever was allowed to end that; one that has begun
   * or is over is left alone. Durable and audited on return.
   */
  endPart(actor: Actor, requestId: string): Promise<void>;
  /** What waits for its hour and the actor could cancel, of everybody or about one account: what starts first is first. */
  listPlanned(actor: Actor, objectId?: string): Promise<RequestRecord[]>;
  /**
   * Offboardings and deletions that are to come, planned or waiting for approval, of everybody or of one account: for
   * whoever may look at people, but of one account not whoever it is about. What starts first is first; what starts once approved is before that.
   */
  listGoing(actor: Actor, objectId?: string): Promise<Going[]>;
  /** Deletions of these accounts that are planned or wait for approval, and that the actor could cancel once planned. */
  listDeletions(actor: Actor, objectIds: readonly string[]): Promise<RequestRecord[]>;
  /**
   * Takes these accounts out of them, since something newer decides: of those whose order is `until` or less, but
   * for those whose draft's id begins with `except`. One that has begun goes on. Throws what the store throws.
   */
  dropDeletions(
    actor: Actor,
    objectIds: readonly string[],
    which: { until: number; except: string },
  ): Promise<void>;
  /** For its requester and its approvers, and for whoever could cancel a plan. Throws NOT_FOUND, or NOT_YOURS (audited). */
  load(actor: Actor, requestId: string): Promise<RequestState>;
  /** The same, shown in a message of theirs that is kept current from now on. */
  showIn(actor: Actor, requestId: string, message: MessageRef): Promise<RequestState>;
  /** Everybody it is for, with their licenses and with what changes, a text of `sayActs` for each thing. CSV text. */
  writeCsv(state: RequestState, sayActs: (person: AskedPerson) => readonly string[]): string;
  /**
   * Somebody in Teams whom the policy does not name and who was asked as a manager, by object id, in any request that is
   * kept, or of this customer; undefined for everybody else, and where no rule asks managers.
   */
  findManager(
    objectId: string,
    customer?: CustomerId,
  ): Promise<Pick<Actor, 'id' | 'name' | 'customer'> | undefined>;
  /** For notify. */
  read(requestId: string): Promise<RequestState | undefined>;
  /**
   * What waits for this actor, what this actor waits for, and what is put off that they asked for or could cancel: oldest
   * first.
   */
  listWaiting(actor: Actor): Promise<Record<'toDecide' | 'asked' | 'putOff', RequestState[]>>;
  /** Closes what nobody decided in time, and reminds those who were asked where the rule says so. */
  expire(): Promise<void>;
}
