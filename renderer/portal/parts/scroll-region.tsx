import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface ScrollRegionProps {
  /** What it is. */
  label: string;
  className: string | undefined;
  children: ReactNode;
}

/** Content that may be larger than its place and then scrolls, with the keyboard too. */
export function ScrollRegion({ label, className, children }: ScrollRegionProps) {
  const { t } = useTranslation('portal');
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without it the keyboard cannot scroll
    <section className={className} aria-label={t('scrolls', { name: label })} tabIndex={0}>
      {children}
    </section>
  );
}
