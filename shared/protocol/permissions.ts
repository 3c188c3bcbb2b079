/** What a command may touch. Local policy (page "Security") can forbid each of them. */
export const commandPermissions = ['read', 'task', 'settings', 'user', 'restart'] as const;
export type CommandPermission = (typeof commandPermissions)[number];
