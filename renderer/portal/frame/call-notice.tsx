import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../ui/notice.tsx';
import type { CallError } from '../api/portal-client.ts';

interface CallNoticeProps {
  error: CallError;
  action?: ReactNode;
  announced?: boolean;
}

/** Why a call failed, in the server's sentence where it said one. */
export function CallNotice({ error, action, announced = false }: CallNoticeProps) {
  const { t } = useTranslation('portal');
  return (
    <Notice tone="danger" action={action} announced={announced}>
      {error.message ?? t(`error.${error.code}`)}
    </Notice>
  );
}
