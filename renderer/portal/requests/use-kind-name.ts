import { useTranslation } from 'react-i18next';
import { commands } from '#shared/protocol/commands.ts';
import type { CommandKind } from '#shared/protocol/commands.ts';

/** Names the kind of a command; one that this page does not know keeps the name it has. */
export function useKindName(): (kind: string) => string {
  const { t } = useTranslation('portal');
  return (kind) => (isKnown(kind) ? t(`requests.kind.${kind}`) : kind);
}

const isKnown = (kind: string): kind is CommandKind => Object.hasOwn(commands, kind);
