import { useId } from 'react';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import styles from './button.module.css';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';
import { Tooltip } from './tooltip.tsx';

interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'className'> {
  /** `primary` is the one button that Enter stands for; `quiet` has no frame until pointed at. */
  variant?: 'normal' | 'primary' | 'danger' | 'quiet';
  icon?: IconName;
  /** Work is going on: the button waits and says so. */
  pending?: boolean;
  /** Why the button cannot be used now. It then stays reachable, so that the reason can be read. */
  reason?: string | undefined;
  children?: ReactNode;
}

/** A push button. Give `aria-label` when it has an icon alone; it is then shown as a tooltip too. */
export function Button({
  variant = 'normal',
  icon,
  pending = false,
  reason,
  children,
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const blocked = pending || reason !== undefined;
  const button = (
    <button
      type="button"
      {...rest}
      className={classes(styles.button, styles[variant], children === undefined && styles.iconOnly)}
      aria-disabled={blocked || undefined}
      aria-busy={pending || undefined}
      aria-describedby={reason === undefined ? rest['aria-describedby'] : reasonId}
      onClick={blocked ? (event) => event.preventDefault() : rest.onClick}
    >
      {icon === undefined ? null : (
        <Icon name={pending ? 'refresh' : icon} className={pending ? styles.turning : undefined} />
      )}
      {children}
      {reason === undefined ? null : (
        <span id={reasonId} hidden>
          {reason}
        </span>
      )}
    </button>
  );
  const explanation = reason ?? (children === undefined ? rest['aria-label'] : undefined);
  return explanation === undefined ? button : <Tooltip text={explanation}>{button}</Tooltip>;
}
