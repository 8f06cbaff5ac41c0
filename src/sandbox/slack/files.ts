import { teamOfPeople } from './grid.ts';
import type { Json, SlackFile } from './wire.ts';
import type { World } from './world.ts';

/** A file a person picks. */
export interface PickedFile {
  name: string;
  content: string | Buffer;
  mimetype?: string;
}

const MIME_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  txt: 'text/plain',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

function extensionOf(name: string): string {
  return name.includes('.') ? (name.split('.').at(-1) ?? '').toLowerCase() : '';
}

/** What Slack takes a file for, by its name. */
export function guessMimeType(name: string): string {
  return MIME_TYPES[extensionOf(name)] ?? 'application/octet-stream';
}

/** Puts a person's files into the workspace, shared nowhere yet. */
export function addFiles(world: World, user: string, picked: readonly PickedFile[]): SlackFile[] {
  return picked.map(({ name, content, mimetype = guessMimeType(name) }) => {
    const file = { id: world.nextId('F'), name, mimetype, content: Buffer.from(content), user };
    world.state.files.set(file.id, file);
    return file;
  });
}

/** Where a file is shared. Slack: "File object": `channels` are the public ones, `ims` the direct chats. */
function sharesOf(world: World, file: SlackFile): Json {
  const holders = [...world.state.channels.values()].filter(({ messages }) =>
    messages.some(({ files }) => files.some(({ id }) => id === file.id)),
  );
  const ofKind = (kind: string) => holders.filter((each) => each.kind === kind).map(({ id }) => id);
  return { channels: ofKind('channel'), groups: [], ims: ofKind('im') };
}

/** A file as Slack's events and API describe it. */
export function describeFile(world: World, file: SlackFile): Json {
  const name = encodeURIComponent(file.name);
  const host = world.switches.hostRelativeDownloads ? '' : world.baseUrl;
  return {
    id: file.id,
    name: file.name,
    title: file.name,
    mimetype: file.mimetype,
    filetype: extensionOf(file.name),
    size: file.content.length,
    user: file.user === 'bot' ? world.botUserId : file.user,
    user_team: teamOfPeople(world),
    mode: 'hosted',
    file_access: 'visible',
    is_external: false,
    is_public: false,
    ...sharesOf(world, file),
    created: Math.floor(world.now() / 1_000),
    url_private: `${world.baseUrl}/slack/files/${file.id}/${name}`,
    url_private_download: `${host}/slack/files/${file.id}/download/${name}`,
  };
}
