import { ADDING_CONTROLS } from './controlsOfAdding.ts';
import { APPROVAL_CONTROLS } from './controlsOfApprovals.ts';
import { CHAT_CONTROLS } from './controlsOfChats.ts';
import { CUSTOMER_CONTROLS } from './controlsOfCustomers.ts';
import { DOOR_CONTROLS } from './controlsOfDoor.ts';
import { ENGINE_CONTROLS } from './controlsOfEngine.ts';
import { FLOW_CONTROLS } from './controlsOfFlows.ts';
import { JOB_CONTROLS } from './controlsOfJobs.ts';
import { LEAVING_CONTROLS } from './controlsOfLeaving.ts';
import { OLD_DATA_CONTROLS } from './controlsOfOldData.ts';
import { ROLE_GROUP_CONTROLS } from './controlsOfRoleGroups.ts';
import { ROOM_CONTROLS } from './controlsOfRooms.ts';
import { SERVICE_CONTROLS } from './controlsOfService.ts';
import { UNREAD_GROUP_CONTROLS } from './controlsOfUnreadGroups.ts';
import { WEB_CONTROLS } from './controlsOfWeb.ts';
import { WORKSPACE_CONTROLS } from './controlsOfWorkspaces.ts';
import type { Mutation } from './mutation.ts';

/** One line of code each, whose loss nobody would see in daily use. */
export const MUTATIONS: readonly Mutation[] = [
  ...CHAT_CONTROLS,
  ...ROOM_CONTROLS,
  ...APPROVAL_CONTROLS,
  ...DOOR_CONTROLS,
  ...ROLE_GROUP_CONTROLS,
  ...UNREAD_GROUP_CONTROLS,
  ...JOB_CONTROLS,
  ...WEB_CONTROLS,
  ...SERVICE_CONTROLS,
  ...LEAVING_CONTROLS,
  ...FLOW_CONTROLS,
  ...ENGINE_CONTROLS,
  ...WORKSPACE_CONTROLS,
  ...CUSTOMER_CONTROLS,
  ...OLD_DATA_CONTROLS,
  ...ADDING_CONTROLS,
];
