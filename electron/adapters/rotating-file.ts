import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

export interface RotatingFileOptions {
  /** The newest file; older ones have `.1`, `.2` and so on behind its name. */
  file: string;
  /** A file that has grown to so many bytes is put behind the others. */
  maxBytes: number;
  /** How many older files are kept. */
  keep: number;
}

/** A file that lines are added to, and that never grows beyond a bound. */
export interface RotatingFile {
  /** Adds a text. Does nothing when the disk refuses: a log must never stop the program that writes it. */
  write(text: string): void;
  close(): void;
}

const shiftOlder = ({ file, keep }: RotatingFileOptions): void => {
  rmSync(`${file}.${keep}`, { force: true });
  for (let number = keep - 1; number >= 0; number -= 1) {
    const from = number === 0 ? file : `${file}.${number}`;
    try {
      renameSync(from, `${file}.${number + 1}`);
    } catch {
      // This one has not been filled yet.
    }
  }
};

/** Opens the file for adding, in a folder that is made where it is missing; readable by its owner alone. */
export const openRotatingFile = (options: RotatingFileOptions): RotatingFile => {
  let handle: number | undefined;
  let size = 0;

  const open = (): void => {
    mkdirSync(path.dirname(options.file), { recursive: true, mode: 0o700 });
    handle = openSync(options.file, 'a', 0o600);
    ({ size } = fstatSync(handle));
  };
  const close = (): void => {
    if (handle !== undefined) closeSync(handle);
    handle = undefined;
  };
  const append = (bytes: Buffer): void => {
    if (handle === undefined) open();
    if (size > 0 && size + bytes.length > options.maxBytes) {
      close();
      shiftOlder(options);
      open();
    }
    if (handle === undefined) return;
    writeSync(handle, bytes);
    size += bytes.length;
  };

  return {
    write: (text) => {
      try {
        append(Buffer.from(text));
      } catch {
        close();
      }
    },
    close,
  };
};
