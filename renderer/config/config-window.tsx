import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingsView } from '#shared/ipc.ts';
import { showLanguage } from '../texts/texts.ts';
import { Tree } from '../ui/tree.tsx';
import { showTheme } from '../ui/ui-root.tsx';
import { Answers } from './answers.tsx';
import styles from './config-window.module.css';
import type { SettingPath } from './draft.ts';
import type { Live } from './live.ts';
import { navigationNodes, pageNamed, pages } from './pages.ts';
import type { PageName } from './pages.ts';
import { SettingsProvider, useSettings } from './settings-form.tsx';
import { StatusBar } from './status-bar.tsx';
import { useDialogKeys } from './use-dialog-keys.ts';
import { useCall } from './window-context.tsx';

interface ConfigWindowProps {
  settings: Live<SettingsView>;
  /** The page that the shell asks for. */
  asked: Live<string>;
}

/** The configuration window: pages on the left, the page on the right, OK, Cancel and Apply below. */
export function ConfigWindow({ settings, asked }: ConfigWindowProps) {
  const [page, setPage] = useState(() => pageNamed(asked.get()));
  const focusNext = useRef<(() => void) | undefined>(undefined);
  useEffect(() => asked.subscribe(() => setPage(pageNamed(asked.get()))), [asked]);
  useLook(settings);
  useEffect(() => {
    focusNext.current?.();
    focusNext.current = undefined;
  });
  const showProblem = (path: SettingPath, focus: () => void): void => {
    focusNext.current = focus;
    setPage(pageNamed(path.slice(0, path.indexOf('.'))));
  };
  return (
    <SettingsProvider live={settings} shownPages={Object.keys(pages)} onProblem={showProblem}>
      <Frame page={page} onPage={setPage} />
    </SettingsProvider>
  );
}

/** Appearance and language follow the settings that are in force. */
function useLook(settings: Live<SettingsView>): void {
  const { language, theme } = useSyncExternalStore(settings.subscribe, settings.get).values.general;
  useEffect(() => showTheme(theme), [theme]);
  useEffect(() => {
    void showLanguage(language);
  }, [language]);
}

function Frame({ page, onPage }: { page: PageName; onPage: (page: PageName) => void }) {
  const { t } = useTranslation('config');
  const call = useCall();
  const { dirtyPages, errorPages, applying, apply } = useSettings();
  const [asking, setAsking] = useState(false);
  const dirty = dirtyPages.size > 0;
  const Page = pages[page];

  const close = (): void => {
    void call('closeWindow', undefined);
  };
  const accept = async (): Promise<void> => {
    if (!dirty || (await apply())) close();
  };
  const cancel = (): void => {
    if (dirty) setAsking(true);
    else close();
  };
  const discard = async (): Promise<void> => {
    await call('setDirty', false);
    close();
  };
  const frame = useDialogKeys({
    onEnter: () => void accept(),
    onEscape: cancel,
    onApply: () => void (dirty && apply()),
  });

  const markOf = (id: string) =>
    errorPages.has(id) ? (
      <span className={styles.errorMark}>
        <span className="visually-hidden">{t('hasError')}</span>
      </span>
    ) : dirtyPages.has(id) ? (
      <span className={styles.dirtyMark}>
        <span className="visually-hidden">{t('changed')}</span>
      </span>
    ) : null;

  return (
    <div className={styles.window} ref={frame}>
      <nav className={styles.navigation} aria-label={t('navigation')}>
        <Tree
          label={t('navigation')}
          nodes={navigationNodes((name) => t(`pages.${name}` as 'pages.general'), t('notBuilt'))}
          selected={page}
          onSelect={(id) => onPage(pageNamed(id))}
          markOf={markOf}
        />
      </nav>
      <main className={styles.page} key={page}>
        <Page />
      </main>
      <footer className={styles.footer}>
        <Answers
          dirty={dirty}
          applying={applying}
          asking={asking}
          onAccept={accept}
          onCancel={cancel}
          onApply={apply}
          onKeep={() => setAsking(false)}
          onDiscard={discard}
        />
        <StatusBar />
      </footer>
    </div>
  );
}
