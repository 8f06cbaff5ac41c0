import type { WebClient } from '@slack/web-api';
import { RollcallError } from '../../domain/errors.ts';
import type { IncomingFile } from '../../service/incomingFile.ts';
import type { SlackOptions } from '../options.ts';
import { type Calls, slackError } from '../outgoing/calls.ts';
import { nameTrouble } from '../outgoing/nameTrouble.ts';
import type { Workspace } from '../workspaces/workspace.ts';
import type { Home } from './atHome.ts';
import { download } from './download.ts';

/** A file as an event or a submitted form names it. In Slack Connect that is a stub without a name. */
export interface NamedFile {
  id: string;
  name?: string | null;
  size?: number;
  filetype?: string;
  mimetype?: string;
}

/** What files.info says about a file, as far as it matters here. */
interface FileInfo {
  size?: number;
  mode?: string;
  file_access?: string;
  is_external?: boolean;
  external_type?: string;
  user?: string;
  user_team?: string;
  /** Public channels that it is shared in. */
  channels?: string[];
  url_private_download?: string;
  url_private?: string;
}

/** The files that a payload names, without what is none: no client of Slack's sends that. */
export function namedFiles(files: unknown): NamedFile[] {
  if (!Array.isArray(files)) return [];
  return files
    .filter((file) => typeof file?.id === 'string')
    .map(({ id, name, size, filetype, mimetype }) => ({
      id,
      ...(typeof name === 'string' ? { name } : {}),
      ...(typeof size === 'number' ? { size } : {}),
      ...(typeof filetype === 'string' ? { filetype } : {}),
      ...(typeof mimetype === 'string' ? { mimetype } : {}),
    }));
}

function looksLikeList({ name, filetype, mimetype }: NamedFile): boolean {
  return /\.(csv|tsv|txt|xlsx|xlsm)$/i.test(name ?? '') || filetype === 'csv' || mimetype === 'text/csv';
}

/** The first that looks like a list of people, else the first: then its content says what is wrong with it. */
export function chooseFile(files: readonly NamedFile[]): NamedFile | undefined {
  return files.find(looksLikeList) ?? files[0];
}

/** Slack's words for a file that this app cannot see (files.info, errors). */
const HIDDEN = ['file_not_found', 'file_deleted', 'access_denied'];

function notFound(slack: string): RollcallError {
  return new RollcallError('FILE_NOT_FOUND', "Rollcall can't see that file in Slack.", {
    next: 'Drop the file into your direct chat with Rollcall.',
    detail: { slack },
  });
}

/** Refuses what does not lie in this workspace's own Slack. */
function checkOrigin(info: FileInfo, teams: readonly string[]): void {
  if (info.is_external === true || info.mode === 'external' || (info.external_type ?? '') !== '') {
    throw new RollcallError('FILE_HOST_REFUSED', 'That is a link to a file outside of Slack.', {
      next: 'Download the file and drop it into your chat with Rollcall.',
    });
  }
  if (info.user_team !== undefined && info.user_team !== '' && !teams.includes(info.user_team)) {
    throw new RollcallError('FOREIGN_WORKSPACE', 'That file is from another workspace.', {
      next: 'Download the file, look through it, and drop it into your chat with Rollcall.',
    });
  }
  if (info.mode === 'file_access' || (info.file_access ?? 'visible') !== 'visible') {
    throw notFound(info.file_access ?? 'file_access');
  }
}

/**
 * A form says which file was chosen in it, and only the client of whoever sends it says so: Rollcall sees files that they
 * do not, in others' chats with it and in forms of others. Theirs is what they have uploaded, or anybody can see.
 */
function checkChooser({ user, channels = [] }: FileInfo, chooser: string): void {
  if (user !== chooser && channels.length === 0) throw notFound('not_theirs');
}

export interface FileContext {
  client: WebClient;
  calls: Calls;
  options: Pick<SlackOptions, 'fileHosts' | 'maxFileBytes'>;
  token: Workspace['token'];
  /** Teams and organizations whose people may use the bot; on Enterprise Grid a file belongs to the organization. */
  home: () => Pick<Home, 'teams'>;
}

/**
 * A file to read, looked up only when it is opened, so that somebody who may not use it learns nothing about it.
 * `chooser`: who says that it is theirs, where Slack itself does not show it in a message of theirs.
 * `open` throws FILE_NOT_FOUND, FILE_HOST_REFUSED, FILE_REDIRECT_REFUSED, FOREIGN_WORKSPACE, FILE_TOO_LARGE,
 * FILE_IS_HTML or FILE_DOWNLOAD_FAILED, and what `nameTrouble` makes of any other answer of Slack's.
 */
export function readSlackFile(context: FileContext, file: NamedFile, chooser?: string): IncomingFile {
  return {
    name: file.name ?? 'file.csv',
    ...(file.size === undefined ? {} : { size: file.size }),
    async open() {
      const { file: info } = await context.calls
        .call('files.info', 'safe', () => context.client.files.info({ file: file.id }))
        .catch((error: unknown) => {
          const word = slackError(error) ?? '';
          throw HIDDEN.includes(word) ? notFound(word) : nameTrouble(error);
        });
      if (info === undefined) throw notFound('no file');
      checkOrigin(info, context.home().teams);
      if (chooser !== undefined) checkChooser(info, chooser);
      const address = info.url_private_download ?? info.url_private;
      if (address === undefined || address === '') {
        throw new RollcallError('FILE_NOT_FOUND', "Slack doesn't say where to download that file.", {
          next: 'Wait until the upload is done, then drop the file into your chat with Rollcall again.',
        });
      }
      return download(address, {
        ...context.options,
        botToken: await context.token(),
        ...(info.size === undefined ? {} : { size: info.size }),
        mayBeHtml: /\.(?:xls|html?)$/i.test(file.name ?? info.name ?? ''),
      });
    },
  };
}
