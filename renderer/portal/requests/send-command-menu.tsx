import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Computer } from '#shared/portal-data.ts';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { SendCommandDialog } from './send-command-dialog.tsx';
import { sendableGroups } from './sendable.ts';
import type { SendableKind } from './sendable.ts';

/** The commands that can be sent to a computer. */
export function SendCommandMenu({ computer }: { computer: Computer }) {
  const { t } = useTranslation('portal');
  const [kind, setKind] = useState<SendableKind>();
  return (
    <>
      <Menu
        trigger={
          <Button variant="primary" icon="send">
            {t('requests.send')}
          </Button>
        }
        groups={sendableGroups.map((kinds) =>
          kinds.map((each) => ({ id: each, label: t(`requests.kind.${each}`), run: () => setKind(each) })),
        )}
      />
      {kind === undefined ? null : (
        <SendCommandDialog computer={computer} kind={kind} onClose={() => setKind(undefined)} />
      )}
    </>
  );
}
