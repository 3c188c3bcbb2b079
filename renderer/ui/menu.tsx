import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';
import styles from './menu.module.css';

interface MenuItem {
  id: string;
  label: string;
  icon?: IconName;
  /** Why it cannot be used now. */
  reason?: string | undefined;
  run: () => void;
}

interface MenuProps {
  /** The button that opens the menu. */
  trigger: ReactElement<Record<string, unknown>>;
  /** Groups of items, with a line between them. */
  groups: MenuItem[][];
}

/** A menu that drops down from a button. */
export function Menu({ trigger, groups }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={2} align="end">
          <Base.Popup className={styles.popup}>
            {groups.map((items) => (
              <Base.Group key={items[0]?.id} className={styles.group}>
                {items.map((item) => (
                  <Base.Item
                    key={item.id}
                    className={styles.item}
                    disabled={item.reason !== undefined}
                    onClick={item.run}
                  >
                    {item.icon === undefined ? <span /> : <Icon name={item.icon} />}
                    <span>
                      {item.label}
                      {item.reason === undefined ? null : (
                        <span className={styles.reason}>{item.reason}</span>
                      )}
                    </span>
                  </Base.Item>
                ))}
              </Base.Group>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
