import { useEffect, useState } from 'react';

const typingPauseMs = 250;

interface PagedSearch {
  /** What is being typed. */
  words: string;
  /** What is searched for: the words after a pause in typing. */
  search: string;
  /** How many pages back the list goes. */
  pages: number;
  setWords: (words: string) => void;
  showMore: () => void;
}

/** The search of a list that the server searches, page after page. */
export function usePagedSearch(): PagedSearch {
  const [words, setWords] = useState('');
  const [asked, setAsked] = useState({ search: '', pages: 1 });
  useEffect(() => {
    const search = words.trim();
    if (search === asked.search) return;
    const timer = setTimeout(() => setAsked({ search, pages: 1 }), typingPauseMs);
    return () => clearTimeout(timer);
  }, [words, asked.search]);
  const showMore = (): void => setAsked(({ search, pages }) => ({ search, pages: pages + 1 }));
  return { words, ...asked, setWords, showMore };
}
