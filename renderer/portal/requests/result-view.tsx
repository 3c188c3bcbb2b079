import { useTranslation } from 'react-i18next';
import type { SentCommand } from '#shared/portal-data.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { TextBlock } from '../parts/text-block.tsx';
import { PartitionTable } from './partition-table.tsx';
import { ProcessTable } from './process-table.tsx';
import { asText, readResult } from './result.ts';

/** What a computer answered: lists as tables, anything else as it came. */
export function ResultView({ command }: { command: SentCommand }) {
  const { t } = useTranslation('portal');
  const result = readResult(command.kind, command.result);
  const copy = <CopyButton label={t('requests.detail.copy')} text={asText(command.result)} />;
  switch (result.form) {
    case 'processes':
      return <ProcessTable list={result.list} copy={copy} />;
    case 'partitions':
      return <PartitionTable partitions={result.partitions} />;
    case 'text':
      return (
        <>
          <TextBlock label={t('requests.detail.result')} text={result.text} />
          <div>{copy}</div>
        </>
      );
  }
}
