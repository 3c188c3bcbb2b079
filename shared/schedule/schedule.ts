import { z } from 'zod';

/** When a task runs. Times are local wall-clock times of the computer. */
export const whenSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('daily'),
    at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time such as 09:30'),
  }),
  z.strictObject({ kind: z.literal('every'), minutes: z.int().min(1).max(1440) }),
  z.strictObject({ kind: z.literal('onCommand') }),
]);

/** What a task does; one runner file each. */
export const taskKinds = ['descript'] as const;
export type TaskKind = (typeof taskKinds)[number];

/** One scheduled task. `catchUp` runs a missed one once, as soon as the agent is up again. */
export const taskSchema = z.strictObject({
  id: z.string().min(1).max(64),
  title: z.string().min(1).max(200),
  kind: z.enum(taskKinds),
  enabled: z.boolean(),
  when: whenSchema,
  catchUp: z.boolean(),
  afterRegistration: z.boolean(),
});
export type Task = z.infer<typeof taskSchema>;

export const scheduleSchema = z.strictObject({ tasks: z.array(taskSchema).max(500) });
export type Schedule = z.infer<typeof scheduleSchema>;

/** What every computer does without being told: the inventory once a day and at once after registration. */
export const defaultSchedule: Schedule = {
  tasks: [
    {
      id: 'descript',
      title: 'Descript',
      kind: 'descript',
      enabled: true,
      when: { kind: 'daily', at: '12:00' },
      catchUp: true,
      afterRegistration: true,
    },
  ],
};
