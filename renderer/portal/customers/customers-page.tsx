import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Customer } from '#shared/portal-data.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { Column } from '../../ui/table.tsx';
import { customersResource } from '../api/resources.ts';
import { filterQuery, wholeList } from '../computers/computer-list.ts';
import { Link } from '../frame/link.tsx';
import { Page } from '../frame/page.tsx';
import { usePortal, useResource } from '../frame/use-portal.ts';
import { List } from '../parts/list.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { AddCustomerDialog } from './add-customer-dialog.tsx';

const keyOf = ({ code }: Customer): string => code;

/** The companies that are looked after. */
export function CustomersPage() {
  const { t } = useTranslation('portal');
  const { operator } = usePortal();
  const customers = useResource(customersResource);
  const [adding, setAdding] = useState(false);
  const columns: Column<Customer>[] = [
    { id: 'code', label: t('customers.code'), width: 112, sortBy: keyOf, render: keyOf },
    { id: 'name', label: t('customers.name'), sortBy: ({ name }) => name, render: ({ name }) => name },
    {
      id: 'computers',
      label: t('customers.computers'),
      width: 112,
      align: 'end',
      sortBy: ({ computers }) => -computers,
      render: (customer) =>
        customer.computers === 0 ? (
          customer.computers
        ) : (
          <Link to={{ page: 'computers' }} query={filterQuery({ ...wholeList, customer: customer.code })}>
            {customer.computers}
          </Link>
        ),
    },
  ];
  return (
    <Page
      title={t('customers.title')}
      actions={
        <Button
          icon="plus"
          reason={operator.role === 'maintainer' ? undefined : t('customers.maintainerOnly')}
          onClick={() => setAdding(true)}
        >
          {t('customers.add')}
        </Button>
      }
    >
      <Loaded of={customers}>
        {(all) => (
          <List
            label={t('customers.title')}
            columns={columns}
            rows={all}
            keyOf={keyOf}
            sort={{ column: 'code', descending: false }}
            empty={<EmptyState title={t('customers.none')}>{t('customers.noneText')}</EmptyState>}
          />
        )}
      </Loaded>
      {adding ? <AddCustomerDialog onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}
