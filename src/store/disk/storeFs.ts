/** What the store does with an open file. Node's FileHandle fits. */
export interface StoreFile {
  /** Writes all of it, at the end of what was written before. */
  writeFile(data: Uint8Array): Promise<void>;
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
  stat(): Promise<{ size: number }>;
  sync(): Promise<void>;
  datasync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** The file system calls of the store. `node:fs/promises` fits; tests put one in between that fails. */
export interface StoreFs {
  open(path: string, flags: string, mode?: number): Promise<StoreFile>;
  readFile(path: string): Promise<Uint8Array>;
  readdir(path: string): Promise<string[]>;
  mkdir(path: string, options: { mode: number; recursive: boolean }): Promise<unknown>;
  rename(from: string, to: string): Promise<void>;
  link(existing: string, added: string): Promise<void>;
  copyFile(from: string, to: string): Promise<void>;
  rm(path: string, options: { force: boolean; recursive?: boolean }): Promise<void>;
  chmod(path: string, mode: number): Promise<void>;
}

/** Files hold sealed passwords and people's data: the owner alone. */
export const FILE_MODE = 0o600;
export const FOLDER_MODE = 0o700;

/** `ENOSPC` and the like; empty for anything else. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
