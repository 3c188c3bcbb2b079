import childProcess from 'node:child_process';

/** Longest run of one program, milliseconds. */
const deadline = 20_000;

/**
 * Gives a deadline to every program that is started through a shell from here on. systeminformation waits for its programs
 * without one, and a program that hangs would outlive the process that is killed for it.
 * Call it before systeminformation is loaded, and only in a process of its own.
 */
export const boundPrograms = (): void => {
  const { exec, execSync } = childProcess;
  const limit = { timeout: deadline, killSignal: 'SIGKILL' as const };
  const boundedExec = (command: string, ...rest: unknown[]): unknown => {
    const options = typeof rest[0] === 'object' ? rest[0] : {};
    const callback = rest.find((argument) => typeof argument === 'function');
    return Reflect.apply(exec, childProcess, [command, { ...limit, ...options }, callback]);
  };
  const boundedExecSync = (command: string, options?: object): unknown =>
    execSync(command, { ...limit, ...options });
  Object.assign(childProcess, { exec: boundedExec, execSync: boundedExecSync });
};
