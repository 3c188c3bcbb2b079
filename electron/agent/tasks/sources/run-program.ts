import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a program may cost. */
export interface ProgramLimits {
  /** Milliseconds; the program is killed then. */
  deadline: number;
  /** Bytes of output; the program is killed beyond. */
  output: number;
}

const usual: ProgramLimits = { deadline: 45_000, output: 32 * 1024 * 1024 };

/**
 * Runs a program of the system with fixed arguments, never through a shell, and gives its output.
 * Nothing when the system does not have it.
 * @throws when it fails, takes too long or says too much; the message names the program
 */
export const runProgram = async (
  file: string,
  args: readonly string[],
  limits: ProgramLimits = usual,
): Promise<string | undefined> => {
  try {
    const { stdout } = await run(file, args, {
      timeout: limits.deadline,
      maxBuffer: limits.output,
      killSignal: 'SIGKILL',
      windowsHide: true,
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    return stdout;
  } catch (error) {
    const { code, killed } = error as { code?: string | number; killed?: boolean };
    if (code === 'ENOENT') return undefined;
    if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
      throw new Error(`${file} gave more than ${limits.output} bytes`, { cause: error });
    if (killed === true)
      throw new Error(`${file} did not end within ${limits.deadline / 1000} s`, { cause: error });
    throw new Error(`${file} failed with ${String(code)}`, { cause: error });
  }
};
