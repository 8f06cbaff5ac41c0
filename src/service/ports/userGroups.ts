/** The user groups of a chat, and what it says of the people in them. Throws RollcallError where it says that it cannot tell. */
export interface UserGroups {
  /** Ids of everybody in a group; undefined when there is none with this id, or it was disabled. Throws. */
  listUserGroup(groupId: string): Promise<readonly string[] | undefined>;
  /** What somebody is called; undefined when the chat does not say. Never throws. */
  readName(userId: string): Promise<string | undefined>;
  /** The time zone that somebody set there, by its IANA name; undefined when the chat does not say. Never throws. */
  readTimeZone(userId: string): Promise<string | undefined>;
}
