import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComputerDetail } from '#shared/portal-data.ts';
import { Section } from '../../ui/section.tsx';
import { useNow } from '../frame/now.tsx';
import { useFormat } from '../frame/use-format.ts';
import { useWidth } from '../parts/use-width.ts';
import { layOutLoad, nearestPoint, summarise } from './load-chart.ts';
import styles from './load-graph.module.css';

const shownMs = 48 * 3_600_000;
const height = 132;
const axisLeft = 40;
const axisBelow = 20;
const above = 6;
const narrow = 560;
/** Nearer to an edge a label of the time would be cut off. */
const halfLabel = 36;

/** Processor and memory load of two days. Pointing at it tells the values of a moment. */
export function LoadGraph({ points }: { points: ComputerDetail['load'] }) {
  const { t } = useTranslation('portal');
  const format = useFormat();
  const to = useNow();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box) ?? 0;
  const [pointed, setPointed] = useState<number>();

  const area = { from: to - shownMs, to, width: Math.max(0, width - axisLeft - above), height };
  const chart = layOutLoad(points, area, width < narrow ? 12 : 6);
  const point =
    pointed === undefined ? undefined : nearestPoint(points, area.from + (pointed / area.width) * shownMs);
  const percent = (value: number | undefined): string =>
    value === undefined ? t('overview.unknown') : format.percent(value);
  const cpu = summarise(points, 'cpuPercent');
  const memory = summarise(points, 'memoryPercent');
  const summary = t('overview.loadSummary', {
    cpuMean: percent(cpu?.mean),
    cpuHighest: percent(cpu?.highest),
    memoryMean: percent(memory?.mean),
    memoryHighest: percent(memory?.highest),
  });

  return (
    <Section
      title={t('overview.load')}
      actions={
        <span className={styles.legend}>
          <span className={styles.cpuKey}>{t('overview.cpu')}</span>
          <span className={styles.memoryKey}>{t('overview.memory')}</span>
        </span>
      }
    >
      <div ref={box}>
        {points.length === 0 || width === 0 ? (
          <p className={styles.words}>{points.length === 0 ? t('overview.loadNone') : null}</p>
        ) : (
          <>
            <svg
              className={styles.graph}
              width={width}
              height={height + above + axisBelow}
              role="img"
              aria-label={summary}
              onPointerMove={(event) =>
                setPointed(event.clientX - event.currentTarget.getBoundingClientRect().left - axisLeft)
              }
              onPointerLeave={() => setPointed(undefined)}
            >
              <g transform={`translate(${axisLeft} ${above})`}>
                {chart.levels.map(({ percent: level, y }) => (
                  <g key={level}>
                    <line className={styles.grid} x2={area.width} y1={y} y2={y} />
                    <text className={styles.axis} x={-6} y={y + 4} textAnchor="end">
                      {format.percent(level)}
                    </text>
                  </g>
                ))}
                {chart.hours.map(({ at, x }) => (
                  <g key={at}>
                    <line className={styles.grid} x1={x} x2={x} y2={height} />
                    {x < halfLabel || x > area.width - halfLabel ? null : (
                      <text className={styles.axis} x={x} y={height + 15} textAnchor="middle">
                        {format.hour(at)}
                      </text>
                    )}
                  </g>
                ))}
                <path className={styles.memory} d={chart.lines.memoryPercent} />
                <path className={styles.cpu} d={chart.lines.cpuPercent} />
                {point === undefined ? null : (
                  <line
                    className={styles.pointer}
                    x1={((point.at - area.from) / shownMs) * area.width}
                    x2={((point.at - area.from) / shownMs) * area.width}
                    y2={height}
                  />
                )}
              </g>
            </svg>
            <p className={styles.words}>
              {point === undefined
                ? summary
                : t('overview.loadAt', {
                    moment: format.moment(point.at),
                    cpu: percent(point.cpuPercent),
                    memory: percent(point.memoryPercent),
                  })}
            </p>
          </>
        )}
      </div>
    </Section>
  );
}
