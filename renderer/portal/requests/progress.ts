import type { SentCommand } from '#shared/portal-data.ts';
import { isFinal } from '#shared/protocol/commands.ts';
import type { CommandState } from '#shared/protocol/commands.ts';

/** One step on a command's way. A step may be passed without a time: not every answer of a computer arrives first. */
export interface ProgressStep {
  state: CommandState;
  stage: 'passed' | 'current' | 'ahead';
  at?: number;
  /** By which path, where one is known. */
  path?: string;
  /** How often it happened: a command is offered again until the computer says that it has it. */
  times: number;
}

const wayToDone: CommandState[] = ['queued', 'offered', 'received', 'started', 'done'];

/** The steps of a command: those behind it, the one that it is at, and those still ahead. */
export function progressOf({ state, history }: Pick<SentCommand, 'state' | 'history'>): ProgressStep[] {
  const way = wayToDone.includes(state) ? wayToDone : wayToBadEnd(state, history);
  const reached = way.indexOf(state);
  return way.map((each, index) => {
    const happened = history.filter((step) => step.state === each);
    const [first] = happened;
    const path = happened.findLast((step) => step.path !== undefined)?.path;
    return {
      state: each,
      stage:
        index < reached || (isFinal(each) && index === reached)
          ? 'passed'
          : index === reached
            ? 'current'
            : 'ahead',
      times: happened.length,
      ...(first !== undefined && { at: first.at }),
      ...(path !== undefined && { path }),
    };
  });
}

/** How a state is to be judged: going on, good, or bad. */
export function toneOf(state: CommandState): 'waiting' | 'good' | 'bad' | 'ended' {
  switch (state) {
    case 'done':
      return 'good';
    case 'failed':
    case 'refused':
      return 'bad';
    case 'expired':
    case 'cancelled':
      return 'ended';
    case 'queued':
    case 'offered':
    case 'received':
    case 'started':
      return 'waiting';
  }
}

/** A command can be taken back as long as no computer has said that it has it. */
export const cancellable = (state: CommandState): boolean => state === 'queued' || state === 'offered';

/** What did not happen before a bad end will not happen any more. */
function wayToBadEnd(state: CommandState, history: SentCommand['history']): CommandState[] {
  return [...wayToDone.filter((each) => history.some((step) => step.state === each)), state];
}
