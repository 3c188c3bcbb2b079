const drawings = {
  arrowDown: 'M4 6.5 8 10.5 12 6.5',
  arrowRight: 'M6.5 4 10.5 8 6.5 12',
  arrowUp: 'M4 9.5 8 5.5 12 9.5',
  back: 'M9.5 3.5 5 8l4.5 4.5',
  check: 'M3.5 8.5 6.5 11.5 12.5 4.5',
  close: 'M4 4l8 8M12 4l-8 8',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  delete: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4',
  download: 'M8 2.5v8M4.8 7.5 8 10.7l3.2-3.2M3 13.5h10',
  error: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM5.9 5.9l4.2 4.2M10.1 5.9l-4.2 4.2',
  folder: 'M1.8 12.8v-9.6h4.4l1.5 1.8h6.5v7.8z',
  info: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 7.2v4M8 4.6v.6',
  lock: 'M4 7.2h8v6.3H4zM5.8 7.2V5a2.2 2.2 0 0 1 4.4 0v2.2',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  more: 'M3.4 8h.2M7.9 8h.2M12.4 8h.2',
  ok: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM5.2 8.2l2 2 3.6-4.2',
  pending: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8z',
  plus: 'M8 3v10M3 8h10',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.6M13.2 2.2v3h-3',
  reset: 'M3.2 6.2h6.3a3.4 3.4 0 0 1 0 6.8H6M5.8 3.4 3 6.2 5.8 9',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3 13.7 13.7',
  send: 'M2.5 13.5 13.5 8 2.5 2.5v4.3L9 8l-6.5 1.2z',
  skipped: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM5.2 8h5.6',
  upload: 'M8 10.7v-8M4.8 5.7 8 2.5l3.2 3.2M3 13.5h10',
  user: 'M8 2.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM2.8 13.8a5.2 5.2 0 0 1 10.4 0',
  warning: 'M8 2 1.6 13.4h12.8zM8 6.4v3.4M8 11.4v.4',
} as const;
export type IconName = keyof typeof drawings;

interface IconProps {
  name: IconName;
  className?: string | undefined;
}

/** A small line drawing in the text's colour. It says nothing to screen readers; the words beside it do. */
export function Icon({ name, className }: IconProps) {
  return (
    <svg
      className={className}
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2 : 1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={drawings[name]} />
    </svg>
  );
}
