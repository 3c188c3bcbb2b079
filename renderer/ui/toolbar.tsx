import { Toolbar as Base } from '@base-ui/react/toolbar';
import type { ComponentProps, ReactNode } from 'react';
import { Button } from './button.tsx';
import styles from './toolbar.module.css';

interface ToolbarProps {
  label: string;
  children: ReactNode;
}

/** A row of buttons with one place in the order of Tab; arrow keys move within it. */
export function Toolbar({ label, children }: ToolbarProps) {
  return (
    <Base.Root className={styles.toolbar} aria-label={label}>
      {children}
    </Base.Root>
  );
}

/** A button of a toolbar; a blocked one stays reachable and says why. */
export function ToolbarButton(props: ComponentProps<typeof Button>) {
  return <Base.Button render={<Button variant="quiet" {...props} />} />;
}
