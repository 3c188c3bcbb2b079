import type { z } from 'zod';
import { refuse } from './refusal.ts';
import type { Refusal } from './refusal.ts';

const longestName = 100;

/** Turns what a schema found into one sentence that says what to correct. `part` is where it was found. */
export function badInput(part: 'address' | 'query' | 'body', error: z.ZodError): Refusal {
  const [issue] = error.issues;
  if (!issue) return refuse('badRequest', `Correct the ${part}.`);
  if (issue.code === 'unrecognized_keys') {
    return refuse(
      'badRequest',
      `Remove ${quoted(issue.keys.join(', '))} from the ${part}: this call does not know it.`,
    );
  }
  const field = issue.path.length > 0 ? `${quoted(issue.path.join('.'))} in the ${part}` : `the ${part}`;
  return refuse('badRequest', `Correct ${field}: ${issue.message}.`);
}

function quoted(name: string): string {
  return `"${name.length > longestName ? `${name.slice(0, longestName)}…` : name}"`;
}
