import { useNow } from '../frame/now.tsx';
import { useFormat } from '../frame/use-format.ts';

/** How long ago a moment of the past was; the moment itself when pointed at. */
export function Age({ of }: { of: number }) {
  const format = useFormat();
  const now = useNow();
  return (
    <time dateTime={new Date(of).toISOString()} title={format.moment(of)}>
      {format.ago(of, now)}
    </time>
  );
}
