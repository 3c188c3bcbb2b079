import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Token } from '#shared/portal-data.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { Column } from '../../ui/table.tsx';
import { useToast } from '../../ui/toast.tsx';
import { tokensResource } from '../api/resources.ts';
import { CallNotice } from '../frame/call-notice.tsx';
import { Link } from '../frame/link.tsx';
import { useNow } from '../frame/now.tsx';
import { Page } from '../frame/page.tsx';
import { useFormat } from '../frame/use-format.ts';
import { useCall, useResource } from '../frame/use-portal.ts';
import { Age } from '../parts/age.tsx';
import { List } from '../parts/list.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { MakeTokenDialog } from './make-token-dialog.tsx';
import styles from './tokens-page.module.css';
import { tokenState } from './token-state.ts';

const keyOf = ({ id }: Token): string => id;

/** Registration tokens: made here, used by computers, withdrawn when nobody shall use them. */
export function TokensPage() {
  const { t } = useTranslation('portal');
  const tokens = useResource(tokensResource);
  const [making, setMaking] = useState(false);
  return (
    <Page
      title={t('tokens.title')}
      actions={
        <Button icon="plus" onClick={() => setMaking(true)}>
          {t('tokens.make')}
        </Button>
      }
    >
      <Loaded of={tokens}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState
              title={t('tokens.none')}
              action={
                <Button variant="primary" onClick={() => setMaking(true)}>
                  {t('tokens.make')}
                </Button>
              }
            >
              {t('tokens.noneText')}
            </EmptyState>
          ) : (
            <TokensTable tokens={all} />
          )
        }
      </Loaded>
      {making ? <MakeTokenDialog onClose={() => setMaking(false)} /> : null}
    </Page>
  );
}

function TokensTable({ tokens }: { tokens: Token[] }) {
  const { t } = useTranslation('portal');
  const format = useFormat();
  const now = useNow();
  const [withdrawing, setWithdrawing] = useState<Token>();
  const columns: Column<Token>[] = [
    {
      id: 'customer',
      label: t('tokens.customer'),
      width: 96,
      sortBy: ({ customer }) => customer,
      render: ({ customer }) => customer,
    },
    {
      id: 'note',
      label: t('tokens.note'),
      sortBy: ({ note }) => note,
      render: ({ note }) => note,
      optional: true,
    },
    {
      id: 'state',
      label: t('tokens.state'),
      sortBy: (token) => tokenState(token, now),
      render: (token) => <TokenState token={token} now={now} />,
    },
    {
      id: 'made',
      label: t('tokens.madeAt'),
      width: 140,
      sortBy: ({ createdAt }) => -createdAt,
      render: ({ createdAt }) => <Age of={createdAt} />,
      optional: true,
    },
    {
      id: 'validTo',
      label: t('tokens.validTo'),
      width: 208,
      sortBy: ({ notAfter }) => notAfter,
      render: ({ notAfter }) => format.moment(notAfter),
      optional: true,
    },
    {
      id: 'withdraw',
      label: t('tokens.actions'),
      width: 104,
      align: 'end',
      render: (token) =>
        tokenState(token, now) === 'used' ? null : (
          <span className={styles.inRow}>
            <Button
              variant="quiet"
              aria-label={t('tokens.withdrawOf', { customer: token.customer })}
              onClick={() => setWithdrawing(token)}
            >
              {t('tokens.withdraw')}
            </Button>
          </span>
        ),
    },
  ];
  return (
    <>
      <List label={t('tokens.title')} columns={columns} rows={tokens} keyOf={keyOf} empty={null} />
      {withdrawing === undefined ? null : (
        <WithdrawDialog token={withdrawing} onClose={() => setWithdrawing(undefined)} />
      )}
    </>
  );
}

function TokenState({ token, now }: { token: Token; now: number }) {
  const { t } = useTranslation('portal');
  const state = tokenState(token, now);
  if (state !== 'used' || token.usedBy === undefined) return t(`tokens.${state}`);
  return (
    <>
      {t('tokens.used')}{' '}
      <Link to={{ page: 'computer', cmId: token.usedBy, tab: 'overview' }}>{token.usedBy}</Link>
    </>
  );
}

function WithdrawDialog({ token, onClose }: { token: Token; onClose: () => void }) {
  const { t } = useTranslation('portal');
  const toast = useToast();
  const { run, pending, error } = useCall('removeToken');
  const withdraw = async (): Promise<void> => {
    const outcome = await run({ params: { id: token.id } });
    if (!outcome.ok) return;
    toast({ text: t('tokens.withdrawn') });
    onClose();
  };
  return (
    <ConfirmDialog
      open
      onCancel={onClose}
      title={t('tokens.withdrawTitle')}
      answers={
        <>
          <Button onClick={onClose}>{t('tokens.cancel')}</Button>
          <Button variant="danger" pending={pending} onClick={() => void withdraw()}>
            {t('tokens.withdraw')}
          </Button>
        </>
      }
    >
      {t('tokens.withdrawText')}
      {error === undefined ? null : <CallNotice error={error} announced />}
    </ConfirmDialog>
  );
}
