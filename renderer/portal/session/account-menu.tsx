import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { showTheme } from '../../ui/ui-root.tsx';
import { usePortal } from '../frame/use-portal.ts';
import { ChangePasswordDialog } from './change-password-dialog.tsx';
import { readTheme, saveTheme, themes } from './theme.ts';

/** Who is signed in, and what concerns only them. */
export function AccountMenu({ onSignedOut }: { onSignedOut: () => void }) {
  const { t } = useTranslation('portal');
  const { client, operator } = usePortal();
  const [theme, setTheme] = useState(readTheme);
  const [changing, setChanging] = useState(false);

  const signOut = async (): Promise<void> => {
    await client.call('signOut', {});
    onSignedOut();
  };

  return (
    <>
      <Menu
        trigger={
          <Button
            variant="quiet"
            icon="user"
            aria-label={t('account.menu', { name: operator.name })}
            title={t(`account.role.${operator.role}`)}
          >
            {operator.name}
          </Button>
        }
        groups={[
          themes.map((each) => ({
            id: each,
            label: t(`account.theme.${each}`),
            ...(each === theme && { icon: 'check' as const }),
            run: () => {
              setTheme(each);
              saveTheme(each);
              showTheme(each);
            },
          })),
          [
            {
              id: 'password',
              label: t('account.changePassword'),
              icon: 'lock',
              run: () => setChanging(true),
            },
            { id: 'signOut', label: t('account.signOut'), icon: 'back', run: () => void signOut() },
          ],
        ]}
      />
      {changing ? <ChangePasswordDialog onClose={() => setChanging(false)} /> : null}
    </>
  );
}
