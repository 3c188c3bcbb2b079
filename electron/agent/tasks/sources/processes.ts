import { readFileSync } from 'node:fs';
import { platform } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { processes } from 'systeminformation';
import type { Systeminformation } from 'systeminformation';
import type { ProcessList } from '#shared/protocol/commands.ts';
import { bytes } from './reading.ts';
import type { Reading } from './reading.ts';

type Process = ProcessList['processes'][number];

/** What an operator can look through, and what fits one confirmation with room to spare. */
const most = 5000;

/** Over how long the use of the processor is measured, milliseconds. */
const measuredOver = 1000;

/** Cuts a long list to the processes with the most memory and says how many it left out; sorted by process number. */
export const cutProcesses = (all: readonly Process[], limit = most): ProcessList => {
  const kept = all.toSorted((a, b) => b.memoryBytes - a.memoryBytes).slice(0, limit);
  const omitted = all.length - kept.length;
  return { ...(omitted > 0 ? { omitted } : {}), processes: kept.toSorted((a, b) => a.pid - b.pid) };
};

/** Program and arguments of a process, exactly; the list of `ps` has lost where one ends. Empty for what the kernel does itself. */
const linuxCommandLine = (pid: number): string[] => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      .split('\0')
      .filter((part) => part !== '');
  } catch {
    return [];
  }
};

const commandLine = (process: Systeminformation.ProcessesProcessData): string[] => {
  const exact = platform === 'linux' ? linuxCommandLine(process.pid) : [];
  return exact.length > 0 ? exact : [process.command, process.params];
};

export const readProcesses = async (): Promise<Reading<ProcessList>> => {
  // The first reading knows only each process's average since its own start; the second one what it uses now.
  await processes();
  await sleep(measuredOver);
  const { list } = await processes();
  if (list.length === 0) return { unread: 'the system told of no process' };
  return {
    value: cutProcesses(
      list.map((process) => ({
        pid: process.pid,
        parentPid: process.parentPid,
        name: process.name.slice(0, 300),
        user: process.user.slice(0, 200),
        cpuPercent: Number.isFinite(process.cpu) ? Math.round(process.cpu * 10) / 10 : 0,
        memoryBytes: bytes(process.memRss * 1024),
        startedAt: process.started.slice(0, 64),
        command: commandLine(process).join(' ').trim().slice(0, 1000),
      })),
    ),
  };
};
