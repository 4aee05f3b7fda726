import {
  closeSync,
  fchmodSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, extname } from 'node:path';

/** A file for its owner's eyes that starts anew when it is full; the full ones are kept under numbers, 1 the newest. */
export interface RotatingFile {
  /**
   * Appends a line, with its end, and returns when the system has it. A file or folder that is gone is made again.
   * @throws {Error} of the file system, such as ENOSPC. The next call tries anew, on a line of its own.
   */
  append(line: string): void;
  close(): void;
}

export interface RotatingFileSettings {
  /** Such as `logs/daybook.log`; full ones become `logs/daybook1.log` and so on. */
  readonly path: string;
  /** A line that would make the file larger starts a new one; in bytes. */
  readonly maxBytes: number;
  /** How many files there are at most, at least two. */
  readonly maxFiles: number;
}

interface OpenFile {
  readonly descriptor: number;
  readonly identity: string;
}

const newline = 0x0a;

export function createRotatingFile({ path, maxBytes, maxFiles }: RotatingFileSettings): RotatingFile {
  let current: OpenFile | undefined;
  let rotateAt = maxBytes;

  function close(): void {
    if (current === undefined) return;
    const { descriptor } = current;
    current = undefined;
    closeSync(descriptor);
  }

  /** The file that has the path now: somebody may have deleted, moved or replaced the one that was opened. */
  function opened(): OpenFile {
    const there = statSync(path, { throwIfNoEntry: false });
    if (current !== undefined && there !== undefined && current.identity === identityOf(there))
      return current;
    close();
    current = openPrivately(path);
    return current;
  }

  function append(line: string): void {
    const bytes = Buffer.from(line, 'utf8');
    const { size } = fstatSync(opened().descriptor);
    if (size > 0 && size + bytes.length > rotateAt) {
      close();
      // Where nothing can be renamed, a file that is too large is better than none.
      rotateAt = rotate(path, maxFiles) ? maxBytes : size + maxBytes;
    }
    writeWhole(opened().descriptor, bytes);
  }

  return {
    append(line) {
      try {
        append(line);
      } catch (cause) {
        close();
        throw cause;
      }
    },
    close,
  };
}

function openPrivately(path: string): OpenFile {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const descriptor = openSync(path, 'a+', 0o600);
  try {
    const stats = fstatSync(descriptor);
    if (stats.isFile()) {
      if ((stats.mode & 0o077) !== 0) fchmodSync(descriptor, 0o600);
      endLastLine(descriptor, stats.size);
    }
    return { descriptor, identity: identityOf(stats) };
  } catch (cause) {
    closeSync(descriptor);
    throw cause;
  }
}

/** A process that was killed, or a disk that was full, may have left half a line. */
function endLastLine(descriptor: number, size: number): void {
  const last = Buffer.alloc(1);
  if (size === 0 || readSync(descriptor, last, 0, 1, size - 1) === 0) return;
  if (last[0] !== newline) writeWhole(descriptor, Buffer.from([newline]));
}

function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
}

/** Numbers the full files anew; says whether the path is free. */
function rotate(path: string, maxFiles: number): boolean {
  for (let number = maxFiles - 2; number >= 1; number -= 1)
    move(numbered(path, number), numbered(path, number + 1));
  return move(path, numbered(path, 1));
}

function numbered(path: string, number: number): string {
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}${number}${extension}`;
}

function move(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch {
    return false;
  }
}

function identityOf({ dev, ino }: Stats): string {
  return `${dev}:${ino}`;
}
