/**
 * The same program on a desktop of its own, with its own screen and D-Bus, so that no window or tray icon meets those of the
 * person at work. On other systems than Linux it runs on the one desktop there is.
 */
export const onVirtualDesktop = (program: string, args: string[]): { program: string; args: string[] } => {
  if (process.platform !== 'linux') return { program, args };
  const screen = ['xvfb-run', '--auto-servernum', '--server-args=-screen 0 1280x1024x24'];
  return { program: 'dbus-run-session', args: ['--', ...screen, program, ...args] };
};
