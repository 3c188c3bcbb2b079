import { useTranslation } from 'react-i18next';
import type { SentCommand } from '#shared/portal-data.ts';
import type { CommandState } from '#shared/protocol/commands.ts';
import { Steps } from '../../ui/steps.tsx';
import type { Step } from '../../ui/steps.tsx';
import { useFormat } from '../frame/use-format.ts';
import { progressOf, toneOf } from './progress.ts';
import type { ProgressStep } from './progress.ts';

/** The way of a request, with the time of every step. */
export function RequestSteps({ command }: { command: SentCommand }) {
  const { t } = useTranslation('portal');
  const format = useFormat();
  const wordsOf = ({ path, times }: ProgressStep): string =>
    [
      ...(path === undefined ? [] : [t('requests.stepPath', { path })]),
      ...(times > 1 ? [t('requests.stepTimes', { count: times })] : []),
    ].join(', ');
  return (
    <Steps
      label={t('requests.progress')}
      steps={progressOf(command).map((step) => ({
        id: step.state,
        label: t(`requests.step.${step.state}`),
        state: markOf(step.state, step.stage),
        time: step.at === undefined ? undefined : format.moment(step.at),
        words: wordsOf(step),
      }))}
    />
  );
}

function markOf(state: CommandState, stage: ProgressStep['stage']): Step['state'] {
  if (stage === 'ahead') return 'waiting';
  if (stage === 'current') return 'active';
  const tone = toneOf(state);
  return tone === 'bad' ? 'failed' : tone === 'ended' ? 'skipped' : 'done';
}
